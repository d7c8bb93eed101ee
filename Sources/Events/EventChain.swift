import Base
import Storage

/// Checks the log against its seals, from the first to the newest, with a bounded part of it in memory.
public struct EventChain: Sendable {
    private let store = EventSealStore()

    public struct Report: Sendable {
        public var faults: [String] = []
        public fileprivate(set) var newest: EventSeal?
        public fileprivate(set) var sealedEvents = 0
        public fileprivate(set) var unsealedEvents = 0
    }

    /// A seal that was noted outside: its number and its hash or the begin of it, as `512:9f3ab0…`.
    public struct Noted: Sendable {
        let number: Int64
        let hash: String

        /// - Returns: nil unless a number, a colon and eight or more hexadecimal digits.
        public init?(_ text: String) {
            let parts = text.lowercased().split(separator: ":")
            guard parts.count == 2, let number = Int64(parts[0]), number > 0,
                (8...64).contains(parts[1].count),
                parts[1].allSatisfy(\.isHexDigit)
            else { return nil }
            (self.number, hash) = (number, String(parts[1]))
        }
    }

    private static let mostFaults = 100

    public init() {}

    /// - Parameter noted: must still stand in the chain; otherwise the log was cut off or made anew.
    public func check(_ noted: Noted? = nil, _ transaction: Transaction) throws -> Report {
        var (report, ends) = (Report(), [ShopID: Int64]())
        var previous = EventSeal.beginning
        try store.forEach(transaction) { seal in
            guard report.faults.count < Self.mostFaults else { return }
            let expected = (report.newest?.number ?? 0) + 1
            if seal.number != expected {
                report.faults.append("seals \(expected) to \(seal.number - 1) were removed")
            } else if !seal.holds(after: previous) {
                report.faults.append("seal \(seal.number) was changed")
            }
            let from = ends[seal.shop] ?? 0
            report.faults += try differences(seal, from: from, transaction)
            (ends[seal.shop], previous) = (seal.last, seal.hash)
            (report.newest, report.sealedEvents) = (seal, report.sealedEvents + seal.count)
        }
        report.unsealedEvents = try store.countUnsealed(transaction)
        if let noted { report.faults += try fault(noted, transaction) }
        return report
    }

    private func fault(_ noted: Noted, _ transaction: Transaction) throws -> [String] {
        guard let seal = try store.find(noted.number, transaction) else {
            return ["seal \(noted.number), which was noted, is not there: the log was cut off"]
        }
        return seal.hashText.hasPrefix(noted.hash)
            ? [] : ["seal \(noted.number) is another than was noted: the log was made anew"]
    }

    /// What is stored now against what was sealed: both lists are in the order of positions.
    private func differences(
        _ seal: EventSeal, from first: Int64, _ transaction: Transaction
    ) throws -> [String] {
        guard let sealed = seal.events else { return [] }
        let stored = try store.events(
            of: seal.shop, after: first, upTo: seal.last, limit: sealed.count + Self.mostFaults, transaction)
        guard stored != sealed else { return [] }
        let old = Dictionary(sealed.map { ($0.position, $0.digest) }) { first, _ in first }
        let new = Dictionary(stored.map { ($0.position, $0.digest) }) { first, _ in first }
        return Set(old.keys).union(new.keys).sorted().compactMap { position in
            let name = "event \(position) of \(seal.shop)"
            switch (old[position], new[position]) {
            case (let digest?, let other?): return digest == other ? nil : "\(name) was changed"
            case (.some, nil): return "\(name) was removed"
            case (nil, .some): return "\(name) was inserted"
            case (nil, nil): return nil
            }
        }
    }
}
