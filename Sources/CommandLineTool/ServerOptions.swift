import App
import ArgumentParser
import Foundation
import Logging

/// Where a server's data lies; shared by commands that open it.
struct DataOptions: ParsableArguments {
    @Option(help: "Directory of the database and files. Made when it is not there. (HUITOU_DATA)")
    var data: String?

    /// Settings of the environment, with the flags over them.
    func configuration() throws -> Configuration {
        var configuration = Configuration()
        configuration.logLevel = .warning
        do {
            try configuration.take(ProcessInfo.processInfo.environment)
        } catch let failure as ConfigurationFailure {
            throw ValidationError(failure.description)
        }
        if let data { configuration.dataDirectory = URL(filePath: data, directoryHint: .isDirectory) }
        return configuration
    }
}

/// Where and how a server listens.
struct ServerOptions: ParsableArguments {
    @Option(help: "Port to listen on; 0 picks a free one. (HUITOU_PORT)")
    var port: Int?

    @Option(help: "Interface to listen on. (HUITOU_HOST)")
    var host: String?

    @OptionGroup var data: DataOptions

    func configuration() throws -> Configuration {
        var configuration = try data.configuration()
        if let port {
            guard (0...65_535).contains(port) else {
                throw ValidationError("--port is a number from 0 to 65535.")
            }
            configuration.port = port
        }
        if let host { configuration.host = host }
        return configuration
    }
}

extension Logger {
    static func huitou(_ configuration: Configuration) -> Logger {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "huitou")
        logger.logLevel = configuration.logLevel
        return logger
    }
}
