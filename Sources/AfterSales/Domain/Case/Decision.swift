import Base
import Policies

/// What was decided, by which rules, on which facts, under which pack.
public struct Decision: Sendable, Hashable {
    public let outcome: DecisionOutcome
    public let rules: [RuleFinding]
    public let packName: String
    public let packVersion: Int
    public let at: Timestamp
    public let by: Actor

    public init(
        outcome: DecisionOutcome, rules: [RuleFinding], packName: String, packVersion: Int, at: Timestamp,
        by: Actor
    ) {
        self.outcome = outcome
        self.rules = rules
        self.packName = packName
        self.packVersion = packVersion
        self.at = at
        self.by = by
    }

    /// The rules that say that a person asked for evidence, and that it came, and the fact that counts how often.
    static let askedByPersonRule = "evidenceAskedByPerson"
    static let receivedRule = "evidenceReceived"
    static let timesFact = "times"

    /// How often a person has asked for evidence, one time after the other.
    var timesAsked: Int {
        guard let rule = rules.first(where: { [Self.askedByPersonRule, Self.receivedRule].contains($0.id) })
        else { return 0 }
        return rule.facts[Self.timesFact].flatMap { Int($0) } ?? 1
    }

    /// The same with one rule more.
    func with(_ rule: RuleFinding) -> Decision {
        Decision(
            outcome: outcome, rules: rules + [rule], packName: packName, packVersion: packVersion, at: at,
            by: by)
    }

    /// What people are told: a refusal by what refuses, and not by what somebody still has to look at beside it.
    public var told: [RuleFinding] {
        let refusing = outcome == .refuse ? rules.filter { $0.effect == .refuses } : []
        return refusing.isEmpty ? rules : refusing
    }

    /// A rule names a reason of the pack by its code.
    var namesReason: Bool { rules.contains { $0.facts["reason"] != nil } }
}

extension Decision {
    public var json: JSONValue {
        [
            "outcome": .string(outcome.rawValue), "rules": .array(rules.map(\.json)),
            "pack": ["name": .string(packName), "version": JSONValue(packVersion)], "at": JSONValue(at),
            "by": ["kind": .string(by.kind.rawValue), "id": .string(by.id)],
        ]
    }

    init(_ value: JSONValue) throws {
        var reader = try JSONReader(value)
        outcome = try reader.choice("outcome", of: DecisionOutcome.self)
        rules = try (reader.value("rules")?.items ?? []).map { try RuleFinding($0) }
        var pack = try reader.object("pack")
        packName = try pack.string("name")
        packVersion = try pack.int("version", in: 0...Int(Int32.max))
        at = try reader.optionalTime("at") ?? Timestamp(milliseconds: 0)
        var actor = try reader.object("by")
        by = Actor(try actor.choice("kind", of: Actor.Kind.self), try actor.optionalString("id") ?? "")
    }
}

/// One rule that spoke: what it says stands in the string tables under `rule.<id>`, with these facts filled in.
public struct RuleFinding: Sendable, Hashable {
    public enum Effect: String, Sendable, CaseIterable {
        case refuses, asksEvidence, sendsToHuman, offers
        /// A condition that holds, whatever comes of the case.
        case allows
        /// Approves by itself; true only where nothing else speaks against it.
        case grants
    }

    public let id: String
    public let effect: Effect
    public let facts: [String: String]

    public init(_ id: String, _ effect: Effect, _ facts: [String: String] = [:]) {
        self.id = id
        self.effect = effect
        self.facts = facts
    }

    public var json: JSONValue {
        ["id": .string(id), "effect": .string(effect.rawValue), "facts": JSONValue(facts)]
    }

    init(_ value: JSONValue) throws {
        var reader = try JSONReader(value)
        id = try reader.string("id")
        effect = try reader.choice("effect", of: Effect.self)
        // Written by this program: a fact may be as long as what a person said.
        facts = Dictionary(
            uniqueKeysWithValues: (reader.value("facts") ?? [:]).members.map {
                ($0.name, $0.value.string ?? "")
            })
    }
}
