import Foundation
import TestSupport
import Testing

/// Customers, staff, the platform, a provider with faults and the clock do whatever they can think of; whatever comes
/// of it, no invariant breaks. `HUITOU_WALKS` says how many walks, `HUITOU_STEPS` how long; `HUITOU_SEED` repeats one.
@Suite struct RandomWalkTests {
    private static let walks = number("HUITOU_WALKS") ?? (TestEngine.current == .sqlite ? 160 : 40)
    private static let steps = number("HUITOU_STEPS") ?? 60
    private static let seeds = number("HUITOU_SEED").map { [UInt64($0)] } ?? Array(1...UInt64(walks))

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init)
    }

    @Test(arguments: seeds)
    func `whatever happens, the invariants hold`(seed: UInt64) async throws {
        let walk = try await RandomWalk(seed: seed)
        try await walk.run(steps: Self.steps)
    }

    @Test(arguments: [3, 4] as [UInt64])
    func `the same seed gives the same run`(seed: UInt64) async throws {
        var prints: Set<String> = []
        for _ in 0..<2 {
            let walk = try await RandomWalk(seed: seed)
            try await walk.run(steps: Self.steps)
            prints.insert(try await walk.fingerprint())
        }
        #expect(prints.count == 1)
    }
}
