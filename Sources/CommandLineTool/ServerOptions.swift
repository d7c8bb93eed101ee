import App
import ArgumentParser
import Foundation
import Logging

/// Where the data lies and where settings are read; shared by every command that opens them.
struct DataOptions: ParsableArguments {
    @Option(help: "Directory of the database and files. Made by serve when it is not there. (HUITOU_DATA)")
    var data: String?

    @Option(help: "File of settings, NAME=value a line, below environment and options. (HUITOU_CONFIG)")
    var config: String?

    @Option(
        help:
            "A PostgreSQL server that holds the records instead: postgres://user@host/name. (HUITOU_DATABASE)"
    )
    var database: String?

    @Option(
        help:
            "The file of the keys that seal secrets on the disk; huitou.keys in the data directory. (HUITOU_KEYS)"
    )
    var keys: String?

    @Option(
        help: "The journal of who was erased; huitou.erasures beside the key file. (HUITOU_ERASURES)")
    var erasures: String?

    @Option(help: "Directory of sent files that all nodes of a database share. (HUITOU_FILES)")
    var files: String?

    /// Settings of the file, those of the environment over them, and the flags over both.
    func configuration() throws -> Configuration {
        var configuration = Configuration()
        configuration.logLevel = .warning
        let environment = ProcessInfo.processInfo.environment
        if let file = config ?? environment["HUITOU_CONFIG"] { try configuration.take(file: file) }
        try configuration.take(environment)
        if let keys { configuration.keys = keys }
        if let erasures { configuration.erasures = erasures }
        if let database { try configuration.take(["HUITOU_DATABASE": database]) }
        if let data { configuration.dataDirectory = URL(filePath: data, directoryHint: .isDirectory) }
        if let files {
            configuration.sharedFilesDirectory = URL(filePath: files, directoryHint: .isDirectory)
        }
        guard configuration.database != nil || configuration.sharedFilesDirectory == nil else {
            throw CommandFailure(
                "--files goes with --database; without it, sent files lie in the data directory.")
        }
        return configuration
    }

    /// The data directory, for a command that is about one.
    func directory(for command: String) throws -> DataDirectory {
        let configuration = try configuration()
        guard configuration.database == nil else {
            throw CommandFailure(
                """
                The records are on a PostgreSQL server; huitou \(command) is for data directories and has done nothing.
                Copy the database with pg_dump, and put it back with pg_restore, then the files directory; keep the key file and
                the journal of erasures beside it. docs/operating/postgresql.md, Backup, says how.
                """)
        }
        return DataDirectory(configuration.dataDirectory)
    }

    /// Opens data that a server has made, for a command that makes none.
    func open() async throws -> Services {
        let configuration = try configuration()
        guard configuration.holdsData else {
            throw CommandFailure(
                "There is no data of Huitou in \(configuration.dataDirectory.path); huitou serve makes it.")
        }
        return try await Services.open(configuration, logger: .huitou(configuration))
    }
}

/// Where and how a server listens.
struct ServerOptions: ParsableArguments {
    @Option(help: "Port to listen on; 0 picks a free one. (HUITOU_PORT)")
    var port: Int?

    @Option(help: "Interface to listen on. (HUITOU_HOST)")
    var host: String?

    @Option(
        help: "Where customers reach the server, for links in messages: https://... (HUITOU_PUBLIC_ADDRESS)")
    var publicAddress: String?

    @Option(help: "PEM file of a certificate with its chain: the server speaks TLS. (HUITOU_TLS_CERTIFICATE)")
    var tlsCertificate: String?

    @Option(help: "PEM file of the certificate's key. (HUITOU_TLS_KEY)")
    var tlsKey: String?

    @Option(
        help:
            "Where /metrics is told instead of beside everything else: 127.0.0.1:9464. (HUITOU_METRICS_LISTEN)"
    )
    var metricsListen: String?

    @OptionGroup var data: DataOptions

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port is a number from 0 to 65535.")
        }
    }

    func configuration() throws -> Configuration {
        var configuration = try data.configuration()
        if let port { configuration.port = port }
        if let host { configuration.host = host }
        if let tlsCertificate { configuration.tlsCertificate = tlsCertificate }
        if let tlsKey { configuration.tlsKey = tlsKey }
        if let metricsListen { try configuration.take(["HUITOU_METRICS_LISTEN": metricsListen]) }
        if let publicAddress { try configuration.take(["HUITOU_PUBLIC_ADDRESS": publicAddress]) }
        return configuration
    }
}

extension Logger {
    static func huitou(_ configuration: Configuration) -> Logger {
        switch configuration.logFormat {
        case .text: LoggingSystem.bootstrap(StreamLogHandler.standardError)
        case .json: LoggingSystem.bootstrap { _ in JSONLog() }
        }
        var logger = Logger(label: "huitou")
        logger.logLevel = configuration.logLevel
        return logger
    }
}
