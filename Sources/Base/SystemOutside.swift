import Foundation

/// The world's clock and chance, as one value. The only file that may ask the system for either.
public struct Outside: Sendable {
    public let now: @Sendable () -> Timestamp
    public let random: @Sendable () -> UInt64

    public init(now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> UInt64) {
        self.now = now
        self.random = random
    }

    public static let system = Outside(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        random: { UInt64.random(in: .min ... .max) })

    public var identifiers: IdentifierSource { IdentifierSource(random: random) }

    /// Unguessable bytes for keys and codes, from the system's generator in production.
    public func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: random()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}
