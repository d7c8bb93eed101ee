import Base
import Events
import Storage
import Vault

/// The index of what was said. Messages are known by the positions of the events that tell of them; a segment holds, for
/// each gram of a thousand messages, which of them hold it. Grams lie as keyed hashes: without the key file they say
/// nothing. A segment without grams is one that is to be made, and is looked through message by message meanwhile.
struct GramStore: Sendable {
    static let segmentMessages = 1_000

    struct Segment: Sendable {
        let first: Int64
        let last: Int64
        let isIndexed: Bool
    }

    static let migration = Migration(
        "2026-11-26-message-index",
        [
            """
            CREATE TABLE message_segments (
                shop TEXT NOT NULL,
                first BIGINT NOT NULL,
                last BIGINT NOT NULL CHECK (last >= first),
                grams BYTEA,
                PRIMARY KEY (shop, first)
            )
            """,
            """
            CREATE TABLE message_grams (
                shop TEXT NOT NULL,
                gram BIGINT NOT NULL,
                segment BIGINT NOT NULL,
                messages BYTEA NOT NULL,
                PRIMARY KEY (shop, gram, segment),
                FOREIGN KEY (shop, segment) REFERENCES message_segments (shop, first)
            )
            """,
            "CREATE INDEX message_segments_unmade ON message_segments (shop, first) WHERE grams IS NULL",
        ])

    // MARK: Segments

    /// Up to which position segments reach.
    func end(in shop: ShopID, _ transaction: Transaction) throws -> Int64 {
        try transaction.first(
            "SELECT last FROM message_segments WHERE shop = \(shop) ORDER BY first DESC LIMIT 1"
        ) { try $0.int64() } ?? 0
    }

    /// Those without grams that begin before a position, the newest first.
    func unmade(
        before position: Int64, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Segment] {
        try transaction.rows(
            """
            SELECT first, last FROM message_segments
            WHERE shop = \(shop) AND grams IS NULL AND first < \(position) ORDER BY first DESC LIMIT \(limit)
            """
        ) { Segment(first: try $0.int64(), last: try $0.int64(), isIndexed: false) }
    }

    func unmade(in shop: ShopID, _ transaction: Transaction) throws -> Segment? {
        try transaction.first(
            """
            SELECT first, last FROM message_segments WHERE shop = \(shop) AND grams IS NULL
            ORDER BY first LIMIT 1
            """
        ) { Segment(first: try $0.int64(), last: try $0.int64(), isIndexed: false) }
    }

    /// Writes a segment, or makes anew what was unmade.
    func write(
        _ segment: Segment, _ grams: [Int64: [Int64]], in shop: ShopID, _ transaction: Transaction
    ) throws {
        let all = PostingList.bytes(Self.rising(grams.keys))
        try transaction.run(
            """
            INSERT INTO message_segments (shop, first, last, grams)
            VALUES (\(shop), \(segment.first), \(segment.last), \(all))
            ON CONFLICT (shop, first) DO UPDATE SET grams = excluded.grams
            """)
        for (gram, positions) in grams {
            try transaction.run(
                """
                INSERT INTO message_grams (shop, gram, segment, messages)
                VALUES (\(shop), \(gram), \(segment.first), \(PostingList.bytes(positions.sorted())))
                """)
        }
    }

    /// Forgets everything that the segments of some messages say; they are made again later, without what has gone
    /// meanwhile.
    /// - Parameter positions: rising.
    /// - Returns: how many segments were made before.
    func unmake(at positions: [Int64], in shop: ShopID, _ transaction: Transaction) throws -> Int {
        var (rest, count) = (positions[...], 0)
        while let position = rest.first {
            let (end, wasMade) = try unmake(at: position, in: shop, transaction)
            if wasMade { count += 1 }
            rest = rest.drop { $0 <= max(end, position) }
        }
        return count
    }

    /// - Returns: the last position of the segment, and whether it was made before.
    private func unmake(
        at position: Int64, in shop: ShopID, _ transaction: Transaction
    ) throws -> (end: Int64, wasMade: Bool) {
        let found = try transaction.first(
            """
            SELECT first, last, grams FROM message_segments
            WHERE shop = \(shop) AND first <= \(position) ORDER BY first DESC LIMIT 1
            """
        ) { (first: try $0.int64(), last: try $0.int64(), grams: try $0.optionalBytes()) }
        guard let found, found.last >= position else { return (position, false) }
        guard let grams = found.grams else { return (found.last, false) }
        for gram in PostingList.positions(grams) {
            try transaction.run(
                """
                DELETE FROM message_grams
                WHERE shop = \(shop) AND gram = \(gram) AND segment = \(found.first)
                """)
        }
        try transaction.run(
            "UPDATE message_segments SET grams = NULL WHERE shop = \(shop) AND first = \(found.first)")
        return (found.last, true)
    }

    // MARK: Grams

    /// How rare a gram is: in how many of the newest segments that hold it, and how long it is written there.
    struct Weight: Comparable {
        let segments: Int
        let bytes: Int

        static func < (left: Weight, right: Weight) -> Bool {
            (left.segments, left.bytes) < (right.segments, right.bytes)
        }
    }

    func weight(
        of gram: Int64, before position: Int64, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Weight {
        try transaction.first(
            """
            SELECT COUNT(*), CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM (
                SELECT LENGTH(messages) AS n FROM message_grams
                WHERE shop = \(shop) AND gram = \(gram) AND segment < \(position)
                ORDER BY segment DESC LIMIT \(limit)) AS newest
            """
        ) { Weight(segments: try $0.int(), bytes: try $0.int()) } ?? Weight(segments: 0, bytes: 0)
    }

    /// Which messages hold a gram, in the newest segments before a position that have it.
    func messages(
        holding gram: Int64, before position: Int64, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [(segment: Int64, positions: [Int64])] {
        try transaction.rows(
            """
            SELECT segment, messages FROM message_grams
            WHERE shop = \(shop) AND gram = \(gram) AND segment < \(position)
            ORDER BY segment DESC LIMIT \(limit)
            """
        ) { (try $0.int64(), PostingList.positions(try $0.bytes())) }
    }

    /// Which messages of some segments hold a gram, by segment.
    func messages(
        holding gram: Int64, in segments: [Int64], of shop: ShopID, _ transaction: Transaction
    ) throws -> [Int64: [Int64]] {
        var found: [Int64: [Int64]] = [:]
        try transaction.forEach(
            """
            SELECT segment, messages FROM message_grams
            WHERE shop = \(shop) AND gram = \(gram) AND segment IN (\(list: segments))
            """
        ) { row in found[try row.int64()] = PostingList.positions(try row.bytes()) }
        return found
    }

    private static func rising(_ numbers: some Sequence<Int64>) -> [Int64] { numbers.sorted() }
}
