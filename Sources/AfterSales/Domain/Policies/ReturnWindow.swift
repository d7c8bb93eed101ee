import Base
import Policies

/// The application comes in time. Reasons that are nobody's fault but the buyer's have a window of their own;
/// a window whose start is not known does not refuse: a human looks at it. Where the pack says so, the window of goods
/// that came in an exchange or were sent again begins anew with them.
struct ReturnWindow: CaseRule {
    let pack: PolicyPack
    let day: LocalDay

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard let window = window(facts) else { return nil }
        let renewed = window.renews ? facts.renewedAt : nil
        guard let moment = [facts.moment(window.from), renewed].compactMap({ $0 }).max() else {
            return RuleFinding("windowStartUnknown", .sendsToHuman, ["from": window.from.rawValue])
        }
        let start = window.startsNextDay ? day.startOfNextDay(after: moment) : moment
        let within = length(window, facts)
        let end = start + within
        let from = moment == renewed ? "renewedAt" : window.from.rawValue
        let told = ["within": within.description, "from": from, "until": end.description]
        return RuleFinding(
            facts.openedAt <= end ? "insideWindow" : "windowOver", facts.openedAt <= end ? .allows : .refuses,
            told)
    }

    /// A repair is asked for within the goods' own warranty, where their product has one.
    private func length(_ window: WindowPolicy, _ facts: CaseFacts) -> Span {
        guard facts.kind == .repair, let days = facts.lines.compactMap(\.warrantyDays).min() else {
            return window.within
        }
        return .days(days)
    }

    private func window(_ facts: CaseFacts) -> WindowPolicy? {
        guard let kind = pack.kinds[facts.kind], let reason = pack.reason(facts.reason) else { return nil }
        return reason.isOwnWish ? kind.window : kind.faultWindow
    }
}

extension CaseFacts {
    /// When the first of the goods had arrived, where all of them are new ones of earlier cases.
    fileprivate var renewedAt: Timestamp? {
        let all = lines.map(\.renewedAt)
        return all.contains(nil) ? nil : all.compactMap { $0 }.min()
    }
}
