import App
import Foundation

/// The temporary directory of a run, and the programs beside this one.
struct Workplace {
    let directory: URL
    let program: URL
    let scripts: URL
    /// A PostgreSQL server that holds the records instead of a file.
    let database: String?

    init(database: String?) throws {
        self.database = database
        directory = FileManager.default.temporaryDirectory.appending(
            path: "huitou-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let own = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        program = own.deletingLastPathComponent().appending(path: "huitou")
        scripts = URL(filePath: FileManager.default.currentDirectoryPath).appending(
            path: "Benchmarks/scripts")
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw BenchFailure("\(program.path) is not there: swift build -c release")
        }
    }

    /// What tells the program where its records are.
    func options(data: String) -> [String] {
        ["--data", directory.appending(path: data).path] + (database.map { ["--database", $0] } ?? [])
    }

    func configuration(data: String) -> Configuration {
        var configuration = Configuration()
        configuration.dataDirectory = directory.appending(path: data)
        configuration.database = database
        return configuration
    }

    /// A temporary directory may stay behind.
    func remove() { try? FileManager.default.removeItem(at: directory) }

    /// Runs a program to its end and gives what it printed.
    @discardableResult
    func output(_ program: URL, _ arguments: [String], _ environment: [String: String] = [:]) throws -> String
    {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(program.lastPathComponent) \(arguments.first ?? "") failed: \(text)")
        }
        return text
    }
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

func measured<Result>(_ body: () async throws -> Result) async rethrows -> (seconds: Double, result: Result) {
    let start = ContinuousClock.now
    let result = try await body()
    let time = (ContinuousClock.now - start).components
    return (Double(time.seconds) + Double(time.attoseconds) / 1e18, result)
}
