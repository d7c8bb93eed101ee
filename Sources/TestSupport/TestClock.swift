import Base
import Synchronization

/// A clock that stands still until it is moved: noon of a Tuesday in Shanghai, 2026-11-03T04:00:00Z.
public final class TestClock: Sendable {
    public static let start = Timestamp(milliseconds: 1_793_678_400_000)

    private let moment = Mutex(TestClock.start)

    public init() {}

    public var now: Timestamp { moment.withLock { $0 } }

    /// Moves without firing anything; `TestWorld.pass` moves and fires.
    public func move(by span: Span) { moment.withLock { $0 = $0 + span } }
}

/// Chance that a seed repeats: SplitMix64 (Steele, Lea, Flood 2014).
public struct SeededChance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// - Precondition: the choices are not empty.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }
}

/// The clock and the chance of a test as the outside world of the program.
public final class TestOutside: Sendable {
    private let chance: Mutex<SeededChance>

    public init(seed: UInt64) { chance = Mutex(SeededChance(seed: seed)) }

    public func outside(now: @escaping @Sendable () -> Timestamp) -> Outside {
        Outside(now: now, random: { self.chance.withLock { $0.next() } })
    }
}
