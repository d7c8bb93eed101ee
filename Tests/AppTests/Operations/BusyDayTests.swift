import Base
import Foundation
import TestSupport
import Testing

/// A day of a busy shop in minutes: the clock of a sandbox is moved on while customers apply, agents decide, pages are
/// looked at and imports come in. What the program holds in memory does not grow with what it has done.
@Suite(.serialized, .timeLimit(.minutes(60))) struct BusyDayTests {
    /// `bin/soak day` gives it ten minutes.
    private static let minutes = ProcessInfo.processInfo.environment["HUITOU_SOAK_DAY"].flatMap { Int($0) }

    private static let customers = 200

    /// Cases in each hour of a day, in thousandths: few at night, most in the evening.
    private static let hours = [
        14, 8, 5, 4, 4, 6, 12, 24, 40, 55, 62, 58, 50, 52, 56, 58, 56, 52, 56, 72, 84, 82, 60, 30,
    ]

    @Test func `a busy day leaves memory as it was`() async throws {
        let directory = try TestDirectory()
        var (samples, calls) = ([Double](), 0)
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(
                data: directory.url, client: client,
                ["HUITOU_KEY_CALLS": "1000000", "HUITOU_KEY_BURST": "1000000"])
            let shop = try await Qinghe.open(server.root)
            let people = (0..<Self.customers).map { Qinghe.customer("c\($0)") }
            try await shop.root.importing(people, as: "customers", to: shop.id).expect(200)
            let cases = Self.minutes.map { $0 * 6_000 } ?? 1_200
            var first = 0
            for (hour, share) in Self.hours.enumerated() {
                let (now, count) = (try await Sandbox(root: server.root).now(), max(1, cases * share / 1_000))
                for start in stride(from: first, to: first + count, by: 1_000) {
                    let end = min(start + 1_000, first + count)
                    try await shop.take((start..<end).map { Self.order($0).json(at: now) })
                }
                calls += try await Self.work(shop, first..<first + count)
                first += count
                try await Sandbox(root: server.root).pass(.hours(1))
                // What is learnt on the first start is part of what a program holds.
                while hour == 7, !Self.hasLearnt(directory.url) {
                    try await Task.sleep(for: .milliseconds(100))  // until it is there
                }
                samples.append(Self.megabytes(of: server.number))
                print("busy day: hour \(hour), \(first) cases, \(Int(samples[hour])) MB")
            }
            #expect(await server.stop() == 0)
        }
        let verified = try await ServerProcess.verify(directory.url)
        #expect(verified.status == 0, "\(verified.text)")
        // The morning fills caches; from then on nothing may grow with what was done.
        let (morning, end) = (samples[8..<12].max() ?? 0, samples[20..<24].max() ?? 0)
        print("busy day: \(calls) calls; \(Int(morning)) MB in the morning, \(Int(end)) MB in the end")
        #expect(end < morning * 1.25 + 8)
    }

    /// Customers apply, look and add to what they said; every fourth case is withdrawn.
    /// - Returns: how many calls that were.
    private static func work(_ shop: Qinghe, _ numbers: Range<Int>) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<4 {
                group.addTask {
                    var done = 0
                    for number in numbers where number % 4 == caller { done += try await visit(shop, number) }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private static func visit(_ shop: Qinghe, _ number: Int) async throws -> Int {
        let (kind, reason) =
            number % 3 == 0 ? ("refundOnly", "notReceived") : ("returnRefund", "noLongerNeeded")
        let opened = try await shop.post(
            "cases",
            [
                "orderId": .string("o\(number)"), "kind": .string(kind), "reason": .string(reason),
                "lines": [["variantId": "cup-white"]],
            ], key: "day-\(number)"
        ).expect(201)
        try await shop.get("cases/\(opened.id)/timeline").expect(200)
        try await shop.get("cases?limit=25").expect(200)
        try await shop.get("orders/o\(number)").expect(200)
        guard number % 4 == 1, kind == "returnRefund" else { return 4 }
        try await shop.post("cases/\(opened.id)/notes", ["text": "我再想想"]).expect(200)
        try await shop.post("cases/\(opened.id)/withdrawal", ["by": "customer"]).expect(200)
        return 6
    }

    private static func order(_ number: Int) -> TestOrder {
        TestOrder(id: "o\(number)", variant: "cup-white", customer: "c\(number % customers)")
    }

    private static func hasLearnt(_ data: URL) -> Bool {
        // There is no such directory until something was learnt.
        let files = try? FileManager.default.contentsOfDirectory(atPath: data.appending(path: "models").path)
        return files?.contains { $0.hasSuffix(".model") } ?? false
    }

    private static func megabytes(of process: Int32) -> Double {
        // A process that has ended holds nothing.
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Double(line.split(separator: " ").dropFirst().first ?? "0") ?? 0) / 1_024
    }
}
