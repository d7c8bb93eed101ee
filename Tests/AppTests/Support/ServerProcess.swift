import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import TestSupport
import Testing

/// The real program, started on a free port of this machine.
final class ServerProcess: Sendable {
    /// Where it listens: `http://127.0.0.1:49152`.
    let address: String
    let port: Int
    private let run: Run
    private let client: HTTPClient

    var number: Int32 { run.number }

    /// The program lies beside the tests.
    static var program: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "huitou")
    }

    private init(address: String, port: Int, run: Run, client: HTTPClient) {
        (self.address, self.port, self.run, self.client) = (address, port, run, client)
    }

    /// `huitou serve --sandbox`, once it listens, with its records in the directory or wherever the environment says.
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - user: whom the program runs as; nil: whoever runs the tests.
    static func start(
        data: URL, client: HTTPClient, _ environment: [String: String] = [:],
        _ arguments: [String] = ["--sandbox"], port: Int = 0, log: URL? = nil, clock: SteppedClock? = nil,
        user: OtherUser? = nil
    ) async throws -> ServerProcess {
        let (heard, arguments) = (
            log.map { Run.Heard.outputAndLog($0) } ?? .output,
            ["serve", "--port", "\(port)", "--data", data.path] + arguments
        )
        let run =
            if let clock {
                try Run(
                    ["-c", "exec \"$0\" \"$@\"", program.path] + arguments,
                    environment.merging(clock.environment) { $1 }, heard, of: URL(filePath: "/bin/sh"))
            } else if let user {
                try Run(
                    user.words + [program.path] + arguments, environment, heard,
                    of: URL(filePath: "/usr/bin/setpriv"))
            } else {
                try Run(arguments, environment, heard)
            }
        let line = await run.firstLine()
        let port = try #require(line.split(separator: ":").last.flatMap { Int($0) }, "it said: \(line)")
        let address = line.split(separator: " ").last.map(String.init) ?? ""
        return ServerProcess(address: address, port: port, run: run, client: client)
    }

    /// Runs a command to its end.
    /// - Returns: its exit status and what it said, complaints included.
    static func run(
        _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, text: String) {
        let run = try Run(arguments, environment, .outputAndErrors)
        let text = await run.everything()
        return (await run.ended.value, text)
    }

    /// `huitou verify`, whose exit status is 0 when everything agrees.
    static func verify(
        _ data: URL, _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, text: String) {
        try await run(["verify", "--data", data.path], environment)
    }

    /// What lets a program keep its records on the engine of this test run.
    static func environment(_ directory: TestDirectory) throws -> [String: String] {
        TestEngine.current == .sqlite ? [:] : ["HUITOU_DATABASE": try directory.connection()]
    }

    /// A client that tells at once when nobody listens, tries nothing twice and goes nowhere else.
    /// - Parameter roots: a PEM file; the client believes its certificates and no others.
    static func withClient(
        trusting roots: URL? = nil, _ body: (HTTPClient) async throws -> Void
    ) async throws {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(10)
        configuration.redirectConfiguration = .disallow
        if let roots {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(roots.path)
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            try await body(client)
            try await client.shutdown()
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    var root: API { API(key: TestServer.rootKey) { try await self.send($0) } }

    /// As a power cut does it to the program, though not to the disk.
    func kill() async {
        Foundation.kill(number, SIGKILL)
        _ = await run.ended.value
    }

    /// - Returns: the exit status.
    func stop() async -> Int32 {
        Foundation.kill(number, SIGTERM)
        return await run.ended.value
    }

    func send(_ call: Call) async throws -> Reply {
        let response = try await open(call)
        let body = try await response.body.collect(upTo: 64 << 20)
        let headers = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Reply(
            status: Int(response.status.code), headers: Dictionary(headers) { first, _ in first },
            bytes: Array(body.readableBytesView))
    }

    /// What a stream tells until it is enough; then the listener leaves.
    func listen(_ call: Call, until isEnough: (String) -> Bool) async throws -> String {
        var text = ""
        try await follow(call) { piece in
            text += piece
            return isEnough(text)
        }
        return text
    }

    /// Hands on what a stream tells, piece by piece, until it is enough.
    func follow(_ call: Call, until isEnough: (String) -> Bool) async throws {
        let response = try await open(call)
        #expect(response.status == .ok)
        for try await chunk in response.body where isEnough(String(buffer: chunk)) { return }
    }

    private func open(_ call: Call) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address + call.path)
        request.method = HTTPMethod(rawValue: call.method)
        for (name, value) in call.headers { request.headers.add(name: name, value: value) }
        if !call.body.isEmpty { request.body = .bytes(ByteBuffer(bytes: call.body)) }
        return try await client.execute(request, timeout: .seconds(60))
    }
}

/// A started program, its output and its end. What it says is heard as long as this lives.
final class Run: Sendable {
    let number: Int32
    let ended: Task<Int32, Never>
    private let output: FileHandle

    enum Heard {
        case output, outputAndErrors
        /// What is complained of goes into a file.
        case outputAndLog(URL)
    }

    /// Foundation was seen to crash where processes are started at the same moment.
    private static let starting = NSLock()

    init(
        _ arguments: [String], _ environment: [String: String], _ heard: Heard = .output,
        of program: URL = ServerProcess.program, in directory: URL? = nil
    ) throws {
        let process = Process()
        let (pipe, (ends, end)) = (Pipe(), AsyncStream<Int32>.makeStream())
        process.executableURL = program
        process.currentDirectoryURL = directory
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["HUITOU_ROOT_KEY": TestServer.rootKey, "HUITOU_LOG": "critical"]) { _, new in new
            }.merging(environment) { _, new in new }
        process.standardOutput = pipe
        // A pipe of the tests would be held open by what outlives them.
        switch heard {
        case .output: process.standardError = FileHandle.nullDevice
        case .outputAndErrors: process.standardError = pipe
        case .outputAndLog(let file):
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
            process.standardError = try FileHandle(forWritingTo: file)
        }
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try Self.starting.withLock { try process.run() }
        try pipe.fileHandleForWriting.close()
        number = process.processIdentifier
        output = pipe.fileHandleForReading
        ended = Task { await ends.first { _ in true } ?? -1 }
    }

    // Foundation keeps the pipes of a process for ever, and whatever is started later inherits them.
    deinit { try? output.close() }

    func firstLine() async -> String {
        await read { $0.contains("\n") }.split(separator: "\n").first.map { String($0) } ?? ""
    }

    func everything() async -> String { await read { _ in false } }

    /// Reading blocks, so a thread of its own does it.
    private func read(until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
        let descriptor = output.fileDescriptor
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                var buffer = [UInt8](repeating: 0, count: 4096)
                while !isEnough(text) {
                    let count = Foundation.read(descriptor, &buffer, buffer.count)
                    guard count > 0 else { break }
                    text += String(decoding: buffer[..<count], as: UTF8.self)
                }
                continuation.resume(returning: text)
            }
        }
    }
}
