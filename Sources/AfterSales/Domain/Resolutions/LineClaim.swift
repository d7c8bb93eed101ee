import Base
import Orders
import Policies

/// What one earlier case has claimed of one line.
struct LineClaim {
    let caseID: Identifier<Case>
    let kind: CaseKind
    let reason: String
    let state: CaseState
    let lineID: Identifier<OrderLine>
    let quantity: Int
    let accepted: Int?
    /// What its units come to when the case is granted as asked.
    let value: Int64
    /// What has gone back for them; nothing where the order's line says already what the units cost in the end.
    let granted: Int64
    /// What its whole case asks for.
    let askedOfCase: Int64

    /// Units that are no longer free for another case.
    var units: Int { HeldUnits.count(kind, state, quantity: quantity, accepted: accepted) }

    /// What has gone back for the units, or will when the open case is granted as asked.
    var promised: Int64 {
        switch kind {
        case .compensation: 0
        case .priceProtection: granted
        case .refundOnly, .returnRefund, .exchange, .resend, .repair:
            state.isClosed ? granted : max(granted, value)
        }
    }

    /// The case is open or came to something, and so uses up an application.
    var counts: Bool {
        switch state {
        case .refused: false
        case .reviewing, .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .inspecting,
            .refunding,
            .fulfilling, .repairing, .disputed, .refunded, .fulfilled, .withdrawn, .expired:
            true
        }
    }

    /// The case is open or ended with the customer getting something.
    var cameToSomething: Bool {
        switch state {
        case .refused, .withdrawn, .expired: false
        case .reviewing, .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .inspecting,
            .refunding,
            .fulfilling, .repairing, .disputed, .refunded, .fulfilled:
            true
        }
    }
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
