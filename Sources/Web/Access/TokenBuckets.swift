import Base
import Synchronization

/// How many calls a second go on for ever, and how many may come at once.
public struct RateRule: Sendable {
    let callsPerSecond: Int64
    let burst: Int64

    public init(callsPerSecond: Int, burst: Int) {
        precondition(callsPerSecond > 0 && burst > 0, "a rate needs at least one call")
        self.callsPerSecond = Int64(callsPerSecond)
        self.burst = Int64(burst)
    }
}

/// One token bucket a name. Names beyond `most` share one bucket, so that memory stays bounded.
final class TokenBuckets: Sendable {
    /// Thousandths of a call, so that a millisecond adds a whole number.
    private struct Bucket {
        var thousandths: Int64
        var at: Timestamp
    }

    private let rule: RateRule
    private let most: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    init(_ rule: RateRule, most: Int = 50_000) {
        self.rule = rule
        self.most = most
    }

    /// Takes one call. The answer is nil when it may go on, or else the whole seconds to wait.
    func take(_ name: String, at now: Timestamp) -> Int? {
        buckets.withLock { buckets in
            let name = place(for: name, in: &buckets, now)
            var bucket = filled(buckets[name], now)
            defer { buckets[name] = bucket }
            guard bucket.thousandths < 1000 else {
                bucket.thousandths -= 1000
                return nil
            }
            let milliseconds = (1000 - bucket.thousandths + rule.callsPerSecond - 1) / rule.callsPerSecond
            return Int(max(1, (milliseconds + 999) / 1000))
        }
    }

    var count: Int { buckets.withLock { $0.count } }

    private func place(for name: String, in buckets: inout [String: Bucket], _ now: Timestamp) -> String {
        guard buckets.count >= most, buckets[name] == nil else { return name }
        buckets = buckets.filter { filled($0.value, now).thousandths < rule.burst * 1000 }
        return buckets.count >= most ? "" : name
    }

    private func filled(_ bucket: Bucket?, _ now: Timestamp) -> Bucket {
        guard let bucket else { return Bucket(thousandths: rule.burst * 1000, at: now) }
        let elapsed = min(max(0, (now - bucket.at).milliseconds), 86_400_000)
        return Bucket(
            thousandths: min(rule.burst * 1000, bucket.thousandths + elapsed * rule.callsPerSecond),
            at: max(now, bucket.at))
    }
}
