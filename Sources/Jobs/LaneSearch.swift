import Base
import Storage

/// What is due while there is no room for some calls to the outside. However many of those wait, they are not read: timers
/// are found by when they are due, and of every other lane the call that is due first, so that a look costs a little for
/// each lane in which something waits.
struct LaneSearch {
    static let migration = Migration(
        "2026-11-30-jobs-lanes",
        [
            "CREATE INDEX jobs_timers ON jobs (state, due, id) WHERE is_timer",
            "CREATE INDEX jobs_lanes ON jobs (state, shop, kind, due, id) WHERE NOT is_timer",
        ])

    /// What a shop and a kind must be for there to be room.
    let room: SQL

    /// When the next one is due.
    var nextDue: SQL {
        """
        WITH RECURSIVE \(firsts)
        SELECT MIN(due) FROM (
            SELECT due FROM (SELECT due FROM jobs WHERE state = 'waiting' AND is_timer AND \(room)
                ORDER BY due, id LIMIT 1) AS timers
            UNION ALL SELECT due FROM firsts) AS dues
        """
    }

    /// What `WITH` needs so that `due_jobs` holds what is due by a moment: so many timers and so many calls at most.
    func due(by moment: Timestamp, limit: Int, _ dialect: SQLDialect) -> SQL {
        """
        RECURSIVE \(firsts), due_timers AS MATERIALIZED (
            SELECT shop, id FROM jobs WHERE state = 'waiting' AND is_timer AND due <= \(moment) AND \(room)
            ORDER BY due, id LIMIT \(limit) \(dialect.skippingTaken)
        ), due_calls AS MATERIALIZED (
            SELECT shop, id FROM jobs
            WHERE (shop, id) IN (SELECT shop, id FROM firsts WHERE due <= \(moment) ORDER BY due, id LIMIT \(limit))
                AND state NOT IN ('running', 'dead') \(dialect.skippingTaken)
        ), due_jobs AS (
            SELECT shop, id FROM due_timers UNION ALL SELECT shop, id FROM due_calls
        )
        """
    }

    /// The call that is due first of every lane with room. Each step asks the index for the next shop, then for the next
    /// kind of each.
    private var firsts: SQL {
        """
        callers (shop) AS (
            SELECT (SELECT j.shop FROM jobs j WHERE \(Self.waits) ORDER BY j.shop LIMIT 1)
            UNION ALL
            SELECT (SELECT j.shop FROM jobs j WHERE \(Self.waits) AND j.shop > c.shop ORDER BY j.shop LIMIT 1)
            FROM callers c WHERE c.shop IS NOT NULL
        ), lanes (shop, kind) AS (
            SELECT c.shop, (SELECT j.kind FROM jobs j WHERE \(Self.waits) AND j.shop = c.shop ORDER BY j.kind LIMIT 1)
            FROM callers c WHERE c.shop IS NOT NULL
            UNION ALL
            SELECT l.shop, (SELECT j.kind FROM jobs j WHERE \(Self.waits) AND j.shop = l.shop AND j.kind > l.kind
                ORDER BY j.kind LIMIT 1)
            FROM lanes l WHERE l.kind IS NOT NULL
        ), firsts (shop, id, due) AS (
            SELECT shop, (SELECT j.id FROM jobs j WHERE \(Self.isOfLane) ORDER BY j.due, j.id LIMIT 1),
                (SELECT j.due FROM jobs j WHERE \(Self.isOfLane) ORDER BY j.due, j.id LIMIT 1)
            FROM lanes l WHERE kind IS NOT NULL AND \(room)
        )
        """
    }

    private static let waits: SQL = "j.state = 'waiting' AND NOT j.is_timer"
    private static let isOfLane: SQL = "\(waits) AND j.shop = l.shop AND j.kind = l.kind"
}
