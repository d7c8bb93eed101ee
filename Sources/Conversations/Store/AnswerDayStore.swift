import Base
import Storage

/// What of the waits in conversations that have gone is kept: counts of a day by channel and team, and nobody in them.
struct AnswerDayStore: Sendable {
    /// Counts of one day, channel and team.
    struct Kept: Sendable {
        /// When the day began where the shop is.
        let day: Timestamp
        let channel: String?
        let team: String?
        var figures = AnswerFigures()
        var buyers = AnswerTally()
    }

    static let migration = Migration(
        "2026-11-29-conversation-answer-days",
        [
            """
            CREATE TABLE conversation_answer_days (
                shop TEXT NOT NULL,
                day BIGINT NOT NULL,
                channel TEXT NOT NULL,
                team TEXT NOT NULL,
                figures TEXT NOT NULL,
                buyers BIGINT NOT NULL CHECK (buyers >= 0),
                buyers_in_time BIGINT NOT NULL CHECK (buyers_in_time BETWEEN 0 AND buyers),
                PRIMARY KEY (shop, day, channel, team)
            )
            """
        ])

    /// Adds to what is kept of the same day, channel and team.
    func add(_ kept: Kept, in shop: ShopID, _ transaction: Transaction) throws {
        var sum = kept
        let (channel, team) = (kept.channel ?? "", kept.team ?? "")
        let before = try transaction.first(
            """
            SELECT \(Self.columns) FROM conversation_answer_days
            WHERE shop = \(shop) AND day = \(kept.day) AND channel = \(channel) AND team = \(team)
            """, Self.read)
        if let before {
            sum.figures += before.figures
            sum.buyers += before.buyers
        }
        try transaction.run(
            """
            INSERT INTO conversation_answer_days (shop, day, channel, team, figures, buyers, buyers_in_time)
            VALUES (\(shop), \(kept.day), \(channel), \(team), \(sum.figures.kept), \(sum.buyers.all),
                \(sum.buyers.inTime))
            ON CONFLICT (shop, day, channel, team) DO UPDATE SET figures = excluded.figures,
                buyers = excluded.buyers, buyers_in_time = excluded.buyers_in_time
            """)
    }

    /// Those of days that began within a span.
    func list(
        from: Timestamp, until: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Kept] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM conversation_answer_days
            WHERE shop = \(shop) AND day >= \(from) AND day < \(until)
            """, Self.read)
    }

    private static let columns: SQL = "day, channel, team, figures, buyers, buyers_in_time"

    private static func read(_ row: inout Row) throws -> Kept {
        let (day, channel, team) = (try row.time(), try row.text(), try row.text())
        return Kept(
            day: day, channel: channel.isEmpty ? nil : channel, team: team.isEmpty ? nil : team,
            figures: AnswerFigures(kept: try row.json()),
            buyers: AnswerTally(all: try row.int(), inTime: try row.int()))
    }
}
