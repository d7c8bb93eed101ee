import Base
import Foundation
import Storage
import StoragePostgreSQL
import StorageSQLite
import Synchronization

/// A directory of its own for one test, empty at first and gone with its owner, at the latest with the run, and databases
/// that belong to it.
public final class TestDirectory: Sendable {
    public let url: URL
    private let servers = Mutex<[String: TestDatabase]>([:])

    public init() throws {
        url = TestRun.directory.appending(path: "\(Outside.system.random())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)  // what is left goes with the run
        let databases = servers.withLock { Array($0.values) }
        guard !databases.isEmpty, case .success(let server) = PostgreSQLServer.shared else { return }
        for database in databases { server.drop(database) }
    }

    /// Opens a database of the directory on the engine of this test run, making it where there is none.
    public func database(_ name: String = "huitou.sqlite", outside: Outside) throws -> any Database {
        switch TestEngine.current {
        case .sqlite:
            try SQLiteDatabase(path: url.appending(path: name).path, durability: .normal, outside: outside)
        case .postgresql: try server(connection(name), schema: nil, outside)
        }
    }

    /// What the simulated payment provider of a program with this directory remembers.
    public func providerMemory(outside: Outside = .system) throws -> any Database {
        switch TestEngine.current {
        case .sqlite: try database("provider.sqlite", outside: outside)
        case .postgresql: try server(connection(), schema: "huitou_provider", outside)
        }
    }

    private func server(
        _ connection: String, schema: String?, _ outside: Outside
    ) throws -> any Database {
        var settings = PostgreSQLSettings(connection: connection)
        settings.schema = schema
        settings.connections = 3
        settings.isDurable = false
        return try PostgreSQLDatabase(settings, outside: outside)
    }

    /// How to reach the database of that name on a PostgreSQL server.
    public func connection(_ name: String = "huitou.sqlite") throws -> String {
        let server = try PostgreSQLServer.shared.get()
        return try servers.withLock { servers in
            if let known = servers[name] { return known.connection }
            let made = try server.makeDatabase()
            servers[name] = made
            return made.connection
        }
    }
}

/// One run of the tests. What it makes lies in one directory, which bears the process's number: removed when the process
/// ends, however its tests went, and by the next run where the process could not do so.
private enum TestRun {
    private static let prefix = "huitou-test-"

    static let directory: URL = {
        removeAbandoned()
        atexit { TestRun.remove(TestRun.place) }
        return place
    }()

    private static var place: URL {
        FileManager.default.temporaryDirectory.appending(path: "\(prefix)\(getpid())")
    }

    private static func removeAbandoned() {
        let parent = FileManager.default.temporaryDirectory
        // Without a list nothing is known to be abandoned.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard let process = pid_t(name.dropFirst(prefix.count)), kill(process, 0) != 0, errno == ESRCH
            else { continue }
            remove(parent.appending(path: name))
        }
    }

    private static func remove(_ place: URL) {
        try? FileManager.default.removeItem(at: place)  // there may be none
    }
}
