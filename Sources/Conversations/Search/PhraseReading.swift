import Base
import Storage

/// Which messages hold all grams of a phrase, segment by segment, the newest first. The rarest gram leads: where it is not,
/// no other is read. Segments without an index come along, since nobody knows what they hold.
struct PhraseReading {
    /// Rows of a gram that are looked at to learn how rare it is, and read of the leading one in one go.
    static let segmentsAtOnce = 64

    /// A segment with the messages that hold all grams; nil: each of its messages is to be looked at.
    struct Part {
        let segment: GramStore.Segment
        let positions: [Int64]?
    }

    private let store: GramStore
    private let shop: ShopID
    /// The rarest first; none: no indexed segment holds them all.
    private let keys: [Int64]
    /// Before which segment it goes on; nil once everything is read.
    private var before: Int64?
    /// Rows of the index that were read so far, those that were only weighed apart.
    private(set) var rowsRead = 0

    /// - Parameter position: of messages before it.
    init(
        _ keys: [Int64], before position: Int64, _ store: GramStore, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        (self.store, self.shop, before) = (store, shop, position)
        guard keys.count > 1 else {
            self.keys = keys
            return
        }
        var weights: [(key: Int64, weight: GramStore.Weight)] = []
        for key in keys {
            let weight = try store.weight(
                of: key, before: position, limit: Self.segmentsAtOnce, in: shop, transaction)
            weights.append((key, weight))
            guard weight.segments > 0 else { break }
        }
        self.keys =
            weights.last?.weight.segments == 0
            ? [] : weights.sorted { $0.weight < $1.weight }.map(\.key)
    }

    /// The next segments that may hold the phrase, the newest first; nil when there are no more.
    mutating func next(_ transaction: Transaction) throws -> [Part]? {
        guard let before else { return nil }
        let limit = Self.segmentsAtOnce
        let leading =
            try keys.first.map {
                try store.messages(holding: $0, before: before, limit: limit, in: shop, transaction)
            } ?? []
        rowsRead += leading.count
        let unmade = try store.unmade(before: before, limit: limit, in: shop, transaction)
        // Where one of the two goes on, the other waits for it.
        let floor = max(
            leading.count == limit ? leading.last?.segment ?? 0 : 0,
            unmade.count == limit ? unmade.last?.first ?? 0 : 0)
        self.before = floor > 0 ? floor : nil
        let found = try common(
            Dictionary(
                leading.filter { $0.segment >= floor }.map { ($0.segment, $0.positions) },
                uniquingKeysWith: { first, _ in first }), transaction)
        let parts =
            found.map { Part(segment: .init(first: $0, last: $0, isIndexed: true), positions: $1) }
            + unmade.filter { $0.first >= floor }.map { Part(segment: $0, positions: nil) }
        return parts.sorted { $0.segment.first > $1.segment.first }
    }

    /// What of the leading gram's messages holds the others too: each is read only where all before it are.
    private mutating func common(
        _ leading: [Int64: [Int64]], _ transaction: Transaction
    ) throws -> [Int64: [Int64]] {
        var found = leading
        for key in keys.dropFirst() where !found.isEmpty {
            let other = try store.messages(
                holding: key, in: found.keys.sorted(), of: shop, transaction)
            rowsRead += other.count
            var both: [Int64: [Int64]] = [:]
            for (segment, positions) in other {
                let common = PostingList.common(found[segment] ?? [], positions)
                if !common.isEmpty { both[segment] = common }
            }
            found = both
        }
        return found
    }
}
