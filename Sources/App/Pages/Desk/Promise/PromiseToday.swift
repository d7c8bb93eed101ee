import AfterSales
import Base
import Storage

/// How the five-minute promise stands since the shop's midnight.
struct PromiseToday: Sendable {
    let kept: Int
    let broken: Int
    /// Undecided, the one that breaks first at the front; some may be broken already.
    let undecided: [Case]
    /// Those of them that are still in time.
    let waiting: [Case]
    /// Those of them that are about to break.
    let pressing: [Case]

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let start = call.shop.day.startOfNextDay(after: transaction.now - .days(1))
        self.init(
            try call.services.afterSales.promise(days: [start], in: call.shop.id, transaction),
            alert: call.promiseAlert, now: transaction.now)
    }

    /// - Parameters:
    ///   - figures: whose last day is today.
    ///   - alert: how long before its end a case is about to break.
    init(_ figures: PromiseFigures, alert: Span, now: Timestamp) {
        kept = figures.days.last?.kept ?? 0
        broken = figures.days.last?.broken ?? 0
        undecided = figures.waiting.sorted { $0.promiseDue < $1.promiseDue }
        waiting = undecided.filter { $0.promiseDue > now }
        pressing = waiting.filter { $0.promiseDue - now <= alert }
    }

    /// `98.4%`; nil before anything was promised today.
    var share: String? {
        let all = kept + broken
        guard all > 0 else { return nil }
        let thousandths = kept * 1000 / all
        return thousandths % 10 == 0 ? "\(thousandths / 10)%" : "\(thousandths / 10).\(thousandths % 10)%"
    }
}

extension DeskCall {
    /// How long before the end of the five minutes a case is about to break the promise.
    var promiseAlert: Span { .seconds(services.configuration.promiseAlertSeconds) }
}
