import AfterSales
import Base
import Policies

/// A decision and its rules as sentences: what stood in the facts as codes and digits reads as words.
struct DecisionText {
    let reader: Reader
    /// Whose reasons the facts name; nil: only the well-known ones read as words.
    var pack: PolicyPack?

    func outcome(_ outcome: DecisionOutcome) -> String { reader["outcome.\(outcome.rawValue)"] }

    func says(_ rule: RuleFinding) -> String {
        let special =
            rule.facts["ruling"] ?? rule.facts["fallback"] ?? rule.facts["then"]
            ?? rule.facts["kind"]
        return reader.most("rule.\(rule.id)", [special]) { name in
            rule.facts[name].map { word(name, $0, of: rule) }
        }
    }

    /// What a reason says in the customer's voice.
    func reason(_ code: String) -> String {
        pack?.reason(code)?.says[reader.language] ?? reader.sentence("reason.\(code)")
            ?? reader.sentence("breach.\(code)") ?? code
    }

    func evidence(_ kinds: some Sequence<EvidenceKind>) -> String {
        let words = EvidenceKind.allCases.filter(Set(kinds).contains).map {
            reader["evidence.\($0.rawValue)"]
        }
        return words.isEmpty ? reader["evidence.any"] : reader.either(words)
    }

    /// The facts of a rule in words, by name.
    func worded(_ rule: RuleFinding) -> [String: String] {
        Dictionary(uniqueKeysWithValues: rule.facts.map { ($0, word($0, $1, of: rule)) })
    }

    private func word(_ name: String, _ value: String, of rule: RuleFinding) -> String {
        switch name {
        case "within": Span(value).map(reader.span) ?? value
        case "until": Timestamp(value).map(reader.moment) ?? value
        case "amount", "most", "paid", "now":
            Money(digits: value, currency(of: rule)).map(reader.money) ?? value
        case "kinds": evidence(value.split(separator: ", ").compactMap { EvidenceKind(rawValue: String($0)) })
        case "reason": reason(value)
        // What was asked for, or what was proposed instead.
        case "kind": reader.sentence("kind.\(value)") ?? reader.sentence("desk.offerKind.\(value)") ?? value
        case "role", "ruling": reader.sentence("desk.\(name).\(value)") ?? value
        default: reader.sentence("\(name).\(value)") ?? value
        }
    }

    private func currency(of rule: RuleFinding) -> Currency {
        rule.facts["currency"].flatMap { Currency(stored: $0) } ?? reader.currency
    }
}
