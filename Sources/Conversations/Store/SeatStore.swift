import Base
import Storage

/// Where agents sit: what they answer for, how much, and whether they are there.
struct SeatStore: Sendable {
    /// What each has at the moment is counted, so that it cannot go astray.
    func list(in shop: ShopID, _ transaction: Transaction) throws -> [Seat] {
        let loads = try loads(in: shop, transaction)
        return try transaction.rows(
            """
            SELECT agent, skills, capacity, is_present, since, given, recent FROM conversation_seats
            WHERE shop = \(shop) ORDER BY agent
            """
        ) { row in
            let agent = try row.text()
            return Seat(
                agent: agent, skills: try row.json().items.compactMap(\.string), capacity: try row.int(),
                isPresent: try row.bool(), since: try row.time(), load: loads[agent] ?? 0,
                given: try row.int(),
                recent: try row.json().items.compactMap { $0.int.map { Timestamp(milliseconds: $0) } })
        }
    }

    func find(_ agent: String, in shop: ShopID, _ transaction: Transaction) throws -> Seat? {
        try list(in: shop, transaction).first { $0.agent == agent }
    }

    func isAnybodyPresent(in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        try transaction.exists(
            "SELECT 1 FROM conversation_seats WHERE shop = \(shop) AND is_present LIMIT 1")
    }

    /// Whether an agent who has a seat is not there. Those without one are never away.
    func isAway(_ agent: String, in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM conversation_seats
            WHERE shop = \(shop) AND agent = \(agent) AND NOT is_present
            """)
    }

    func save(_ seat: Seat, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversation_seats (shop, agent, skills, capacity, is_present, since, given, recent)
            VALUES (\(shop), \(seat.agent), \(JSONValue(seat.skills)), \(seat.capacity), \(seat.isPresent),
                \(seat.since), \(seat.given), \(JSONValue.array(seat.recent.map { .int($0.milliseconds) })))
            ON CONFLICT (shop, agent) DO UPDATE SET skills = excluded.skills, capacity = excluded.capacity,
                is_present = excluded.is_present, since = excluded.since, given = excluded.given,
                recent = excluded.recent
            """)
    }

    /// What is put aside takes no room.
    private func loads(in shop: ShopID, _ transaction: Transaction) throws -> [String: Int] {
        var loads: [String: Int] = [:]
        try transaction.forEach(
            """
            SELECT assignee, COUNT(*) FROM conversations WHERE shop = \(shop) AND assignee IS NOT NULL
                AND snoozed_until IS NULL
            GROUP BY assignee
            """
        ) { row in loads[try row.text()] = try row.int() }
        return loads
    }
}
