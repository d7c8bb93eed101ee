import Base
import Markup
import Policies

/// One kind of case: who may ask for it, until when, and what is granted at once.
struct PublicKindTerms {
    let kind: CaseKind
    let terms: KindPolicy
    let pack: PolicyPack
    let reader: Reader

    var section: PolicySection {
        PolicySection(
            id: kind.rawValue, title: reader["kind.\(kind.rawValue)"],
            content:
                "<p>\(about)</p>\(PolicySection.list(details))")
    }

    var sentences: [String] { [about] + details }

    private var details: [String] { windows + exclusions + [approval] + shown + warranty }

    private var about: String {
        let states = OrderStatus.allCases.filter(terms.during.contains).map {
            reader.inside(reader["orderStatus.\($0.rawValue)"])
        }
        return reader.most("publicPolicy.kind", [kind.rawValue], ["states": reader.either(states)])
    }

    private var windows: [String] {
        let own = pack.reasons.contains { $0.kinds.contains(kind) && $0.isOwnWish }
        let fault = pack.reasons.contains { $0.kinds.contains(kind) && !$0.isOwnWish }
        if own, fault, terms.window == terms.faultWindow {
            return [
                reader["publicPolicy.window.any", ["window": words(terms.window)]], renewal(terms.window),
            ]
            .compactMap { $0 }
        }
        return [
            own ? reader["publicPolicy.window.own", ["window": words(terms.window)]] : nil,
            own ? renewal(terms.window) : nil,
            fault
                ? reader.most(
                    "publicPolicy.window.fault", [kind.rawValue], ["window": words(terms.faultWindow)]) : nil,
            fault && !(own && terms.window?.renews == true) ? renewal(terms.faultWindow) : nil,
            own || kind == .priceProtection ? nil : reader["publicPolicy.window.faultOnly"],
        ].compactMap { $0 }
    }

    private func renewal(_ window: WindowPolicy?) -> String? {
        window?.renews == true ? reader["publicPolicy.window.renews"] : nil
    }

    private func words(_ window: WindowPolicy?) -> String {
        guard let window else { return reader["publicPolicy.window.none"] }
        return reader[
            window.startsNextDay ? "publicPolicy.window.nextDay" : "publicPolicy.window.from",
            ["from": reader["from.\(window.from.rawValue)"], "within": reader.span(window.within)]]
    }

    private var exclusions: [String] {
        let names = ExclusionClass.allCases.filter(terms.exclusions.contains).map {
            reader["exclusion.\($0.rawValue)"]
        }
        return names.isEmpty ? [] : [reader["publicPolicy.exclusions", ["goods": reader.all(names)]]]
    }

    private var approval: String {
        let within = pack.deadlines[.reviewing].map { reader.span($0.within) } ?? ""
        switch terms.approval {
        case .always: return reader["publicPolicy.approval.always"]
        case .upTo(let most):
            let amount = reader.money(Money(most, reader.currency))
            return reader["publicPolicy.approval.upTo", ["amount": amount, "within": within]]
        case .human: return reader["publicPolicy.approval.human", ["within": within]]
        }
    }

    /// What is compensated has to show; the clock alone pays nothing.
    private var shown: [String] { kind == .compensation ? [reader["publicPolicy.approval.shown"]] : [] }

    private var warranty: [String] {
        guard kind == .repair else { return [] }
        let then = reader["publicPolicy.repairsThen.\(pack.repairs.then.rawValue)"]
        return [
            reader["publicPolicy.warranty"],
            reader["publicPolicy.repairs", ["most": "\(pack.repairs.most)", "then": then]],
        ]
    }
}
