import Base
import Foundation
import Storage
import StoragePostgreSQL
import StorageSQLite

/// Opens the databases that the configuration names: a file in the data directory, or a server that many nodes share.
struct Databases {
    let configuration: Configuration
    let outside: Outside

    /// The shops' records.
    /// - Parameter time: told what time it is where they are kept, unless that is this machine.
    func records(_ time: SharedTime? = nil) throws -> any Database {
        try open(DataDirectory.databaseName, configuration.durability, nil, time)
    }

    /// What the simulated provider remembers, as if it were a program of its own. A file forgets nothing when the
    /// process ends; a server that dies would, unless it keeps what it says as durably as records: an answer would stand
    /// in the records of the server that took over, and the money nowhere.
    func providerMemory() throws -> any Database {
        try open(
            DataDirectory.providerName, configuration.database == nil ? .normal : .full, "huitou_provider")
    }

    /// A database by the path of its file or a connection string.
    static func open(_ place: String, outside: Outside) throws -> any Database {
        PostgreSQLSettings.isConnection(place)
            ? try PostgreSQLDatabase(PostgreSQLSettings(connection: place), outside: outside)
            : try SQLiteDatabase(path: place, outside: outside)
    }

    private func open(
        _ file: String, _ durability: SQLiteDatabase.Durability, _ schema: String?,
        _ time: SharedTime? = nil
    ) throws -> any Database {
        guard let connection = configuration.database else {
            return try SQLiteDatabase(
                path: configuration.dataDirectory.appending(path: file).path, durability: durability,
                outside: outside)
        }
        var settings = PostgreSQLSettings(connection: connection)
        settings.schema = schema
        settings.connections = configuration.databaseConnections
        settings.statementSeconds = configuration.statementSeconds
        settings.lockSeconds = configuration.lockSeconds
        settings.isDurable = durability == .full
        return try PostgreSQLDatabase(settings, outside: outside, time: time)
    }
}
