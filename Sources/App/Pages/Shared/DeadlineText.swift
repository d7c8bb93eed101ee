import AfterSales
import Base
import Policies
import Web

/// A deadline as a ring with words: whose turn it is, how long is left, what happens otherwise.
struct DeadlineText {
    let reader: Reader

    /// Of a case. `from` is when its state began, as far as it is known: it only shapes the ring.
    func ring(_ deadline: Deadline, of view: CaseView, from: Timestamp) -> Countdown {
        ring(
            from: from, due: deadline.due, warn: deadline.warnAt, sentence(deadline, ClockName(view)),
            over: reader["over.\(deadline.fallback.rawValue)"])
    }

    /// The five minutes within which a decision goes out.
    func promise(_ record: Case) -> Countdown {
        ring(
            from: record.openedAt, due: record.promiseDue, warn: record.promiseDue - .minutes(1),
            reader["clock.promise"], over: reader["over.promise"])
    }

    /// With `{left}` where the time left stands.
    func sentence(_ deadline: Deadline, _ name: ClockName) -> String {
        reader[
            "clock.join",
            [
                "turn": reader["clock.\(name.key)"],
                "fallback": reader["fallback.\(deadline.fallback.rawValue)"],
            ]]
    }

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

/// Which clock runs: the state's, or where goods are under way or a provisional answer is out, that one's.
struct ClockName: Sendable {
    let key: String

    init(_ state: CaseState) { key = state.rawValue }

    /// New goods that wait for their difference are not about to be sent, nor is money that was not taken about to come.
    init(_ view: CaseView) {
        let isRefused = view.record.state == .refunding && view.hasRefusedRefund
        key = isRefused ? "refused" : view.isDifferenceOpen ? "unpaid" : ClockName(view.record).key
    }

    init(_ record: Case) {
        if record.state == .fulfilling, record.delivery != .awaited {
            key = record.delivery == .underWay ? "underWay" : "received"
        } else {
            key = (record.isAnsweredProvisionally ? CaseState.reviewing : record.state).rawValue
        }
    }
}
