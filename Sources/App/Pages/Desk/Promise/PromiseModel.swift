import AfterSales
import Base
import Localisation
import Storage
import Web

/// The promise of the last days, and the rows behind one figure.
struct PromiseModel: Sendable {
    enum Show: String, CaseIterable, Sendable { case waiting, kept, broken }

    let today: PromiseToday
    /// Oldest first, the last is today.
    let days: [PromiseDay]
    let show: Show
    /// The day whose rows are shown; for `waiting` it means nothing.
    let day: PromiseDay
    let rows: [CaseRow]
    /// Of those that wait, the few that break first.
    let urgent: [CaseRow]
    let now: Timestamp

    static let daysShown = 7

    init(_ query: Query, _ call: DeskCall, _ transaction: Transaction) throws {
        let starts = PromiseDay.starts(Self.daysShown, call.shop.day, now: transaction.now)
        let figures = try call.services.afterSales.promise(days: starts, in: call.shop.id, transaction)
        today = PromiseToday(figures, alert: call.promiseAlert, now: transaction.now)
        days = PromiseDay.days(figures, call.shop.day)
        show = try query.choice("show", of: Show.self) ?? .waiting
        let wanted = try query.text("day", upTo: 10)
        let last = days[days.count - 1]
        day = days.first { call.formatting.date(of: $0.start) == wanted } ?? last
        let records = show == .waiting ? today.undecided : try Self.decided(show, day, call, transaction)
        let maker = try CaseRows(call, transaction)
        rows = try maker.rows(records)
        urgent = try maker.rows(Array(today.undecided.prefix(4)))
        now = transaction.now
    }

    /// Walks the day's cases, newest first, and keeps those that were kept or broken; the first hundred.
    private static func decided(
        _ show: Show, _ day: PromiseDay, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [Case] {
        var filter = CaseFilter()
        filter.limit = Limits.pageItems
        filter.after = day.cursorAtEnd
        var found: [Case] = []
        for _ in 0..<50 where found.count < Limits.pageItems {
            let page = try call.services.afterSales.queue(filter, in: call.shop.id, transaction)
            found += page.items.filter { $0.openedAt >= day.start && isShown($0, show, transaction.now) }
            guard let last = page.items.last, last.openedAt >= day.start, let next = page.next else { break }
            filter.after = next
        }
        return Array(found.prefix(Limits.pageItems))
    }

    private static func isShown(_ record: Case, _ show: Show, _ now: Timestamp) -> Bool {
        switch show {
        case .kept: record.decidedAt.map { $0 <= record.promiseDue } ?? false
        case .broken: (record.decidedAt ?? now) > record.promiseDue
        case .waiting: record.decidedAt == nil
        }
    }
}

/// How the promise stood on one day of the shop.
struct PromiseDay: Sendable {
    let start: Timestamp
    let end: Timestamp
    let kept: Int
    let broken: Int

    /// When each of the last days of the shop begins, today included, oldest first. Days begin at the shop's
    /// midnight.
    static func starts(_ count: Int, _ day: LocalDay, now: Timestamp) -> [Timestamp] {
        var (starts, end): ([Timestamp], Timestamp) = ([], day.startOfNextDay(after: now))
        for _ in 0..<count {
            let start = day.startOfNextDay(after: end - .hours(36))
            starts.append(start)
            end = start
        }
        return starts.reversed()
    }

    static func days(_ figures: PromiseFigures, _ day: LocalDay) -> [PromiseDay] {
        figures.days.map {
            PromiseDay(
                start: $0.start, end: day.startOfNextDay(after: $0.start), kept: $0.kept, broken: $0.broken)
        }
    }

    /// Where a list of cases, newest first, goes on with this day: ids begin with the time at which they were
    /// made.
    var cursorAtEnd: Cursor {
        let id: Identifier<Case> = IdentifierSource(random: { 0 }).next("C", at: end)
        return Cursor([id.text])
    }
}
