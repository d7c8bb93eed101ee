import Base
import TestSupport

/// Spoils the document's own examples, one place at a time.
struct DocumentedAttack {
    private var chance: SeededChance

    init(seed: UInt64) { chance = SeededChance(seed: seed) }

    /// One spoilt body, where it is spoilt, and whether it must be refused whatever else is asked.
    struct Spoilt {
        let body: JSONValue
        let pointer: String
        let mustFail: Bool
    }

    /// Each member of each object wrong in some ways, left out, and beside one that nobody knows.
    mutating func spoil(_ body: JSONValue) -> [Spoilt] {
        spoilt(body, at: "") + [Spoilt(body: strange(), pointer: "", mustFail: false)]
    }

    private mutating func spoilt(_ value: JSONValue, at pointer: String) -> [Spoilt] {
        switch value {
        case .object(let members):
            let surprised = JSONValue.object(members + [JSONValue.Member("surprise", 1)])
            var all = [Spoilt(body: surprised, pointer: pointer + "/surprise", mustFail: true)]
            for (place, member) in members.enumerated() {
                let here = pointer + "/" + member.name
                let without = members.enumerated().filter { $0.offset != place }.map(\.element)
                all.append(Spoilt(body: .object(without), pointer: here, mustFail: false))
                let parts =
                    (0..<8).map { _ in Spoilt(body: strange(), pointer: here, mustFail: false) }
                    + spoilt(member.value, at: here)
                for part in parts {
                    var changed = members
                    changed[place] = JSONValue.Member(member.name, part.body)
                    all.append(
                        Spoilt(body: .object(changed), pointer: part.pointer, mustFail: part.mustFail))
                }
            }
            return all
        case .array(let items):
            let first = items.first.map { spoilt($0, at: pointer + "/0") } ?? []
            return first.map {
                Spoilt(
                    body: .array([$0.body] + items.dropFirst()), pointer: $0.pointer, mustFail: $0.mustFail)
            } + [
                Spoilt(
                    body: .array(Array(repeating: items.first ?? 1, count: 600)), pointer: pointer,
                    mustFail: false)
            ]
        case .null, .bool, .int, .number, .string: return []
        }
    }

    private mutating func strange() -> JSONValue {
        chance.pick([
            .null, .bool(true), 0, -1, .int(.max), .int(.min), .number("1e400"), .number("-0"),
            .number("1.0"),
            .number(String(repeating: "9", count: 60)), "", " ", "\u{0}", "a\u{0}b", "\u{7F}", "\u{202E}反",
            "\u{FEFF}", "😀", "%00", "../..", "'; DROP TABLE cases; --", "{code}",
            .string(String(repeating: "长", count: 5_000)), [], [:], [[]], [.null], ["\u{1}"], [[:]],
            ["amount": -1, "currency": "CNY"], ["amount": .int(.max), "currency": "CNY"],
            ["amount": .int(Limits.largestAmount), "currency": "CNY"], ["amount": 1, "currency": "USD"],
            ["amount": 1], "2024-02-30T00:00:00Z", "2024-02-29T00:00:00Z", "9999-12-31T23:59:59Z", "fr", "*",
            "customer", "platform",
        ])
    }
}
