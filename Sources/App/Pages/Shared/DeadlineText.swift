import AfterSales
import Base
import Policies
import Web

/// A deadline as a ring with words: whose turn it is, how long is left, what happens otherwise.
struct DeadlineText {
    let reader: Reader

    /// Of a case's state. `from` is when the state began, as far as it is known: it only shapes the ring.
    func ring(_ deadline: Deadline, of state: CaseState, from: Timestamp) -> Countdown {
        ring(
            from: from, due: deadline.due, warn: deadline.warnAt, sentence(deadline, of: state),
            over: reader["over.\(deadline.fallback.rawValue)"])
    }

    /// The five minutes within which a decision goes out.
    func promise(_ record: Case) -> Countdown {
        ring(
            from: record.openedAt, due: record.promiseDue, warn: record.promiseDue - .minutes(1),
            reader["clock.promise"], over: reader["over.promise"])
    }

    /// With `{left}` where the time left stands.
    func sentence(_ deadline: Deadline, of state: CaseState) -> String {
        reader[
            "clock.join",
            ["turn": turn(of: state), "fallback": reader["fallback.\(deadline.fallback.rawValue)"]]]
    }

    /// Whose turn it is, with `{left}`.
    func turn(of state: CaseState) -> String { reader["clock.\(state.rawValue)"] }

    func owner(_ owner: DeadlineOwner) -> String { reader["owner.\(owner.rawValue)"] }

    func until(_ moment: Timestamp) -> String { reader["clock.until", ["moment": reader.moment(moment)]] }

    func ring(
        from: Timestamp, due: Timestamp, warn: Timestamp, _ sentence: String, over: String
    ) -> Countdown {
        Countdown(
            Countdown.Clock(from: from, due: due, warn: warn), now: reader.now, reader.formatting,
            sentence: sentence, over: over, until: until(due))
    }
}
