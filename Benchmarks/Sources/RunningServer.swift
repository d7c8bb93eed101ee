import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A server process under measurement.
///
/// Sendable by proof: nothing in it changes after it was started.
final class RunningServer: @unchecked Sendable {
    static let key = "bench-root-key-0001"

    let url: String
    let port: Int
    /// Seconds from starting the process to its first answer.
    private(set) var secondsToFirstAnswer = 0.0
    private let process = Process()

    init(_ place: Workplace, data: String, port: Int) async throws {
        self.port = port
        url = "http://127.0.0.1:\(port)"
        process.executableURL = place.program
        process.arguments = ["serve", "--port", String(port)] + place.options(data: data)
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["HUITOU_ROOT_KEY": Self.key, "HUITOU_PROVIDER": "manual"]) { _, new in new }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        secondsToFirstAnswer = try await measured {
            try process.run()
            for _ in 0..<5_000 {
                if await answers() { return }
                try await Task.sleep(for: .milliseconds(2))
            }
            throw BenchFailure("the server did not start")
        }.seconds
    }

    /// Seconds of processor time that the process has used.
    var processorSeconds: Double {
        let text =
            (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: " ")
        guard fields.count > 14, let user = Double(fields[13]), let system = Double(fields[14]) else {
            return 0
        }
        return (user + system) / 100
    }

    /// Waits until what the load before left to do is done, such as jobs and moving the log; at most twenty seconds.
    func settle() {
        for _ in 0..<100 {
            let before = processorSeconds
            Thread.sleep(forTimeInterval: 0.2)
            if processorSeconds == before { return }
        }
    }

    /// Waits until the server has learnt its model of intents, which it does some time after its first start.
    /// - Parameter data: the server's data directory.
    func learn(in data: URL) async throws {
        let models = data.appending(path: "models")
        for _ in 0..<600 {
            // There is no such directory until something was learnt.
            let files = (try? FileManager.default.contentsOfDirectory(atPath: models.path)) ?? []
            if files.contains(where: { $0.hasSuffix(".model") }) { return settle() }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw BenchFailure("the server learnt no model of intents")
    }

    /// Resident memory in MB.
    var megabytes: Double {
        let text =
            (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Double(line.split(separator: " ").dropFirst().first ?? "0") ?? 0) / 1024
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    func call(
        _ method: String, _ path: String, _ body: String = "", type: String = "application/json"
    ) async throws -> String {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(Self.key)")
        request.headers.add(name: "Idempotency-Key", value: "bench-\(UInt64.random(in: 0 ... .max))")
        if !body.isEmpty {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let text = String(buffer: try await response.body.collect(upTo: 16 << 20))
        guard response.status.code < 300 else {
            throw BenchFailure("\(path) answered \(response.status.code): \(text)")
        }
        return text
    }

    private func answers() async -> Bool {
        do {
            let response = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: url + "/healthz"), timeout: .milliseconds(200))
            return response.status == .ok
        } catch {
            return false
        }
    }
}
