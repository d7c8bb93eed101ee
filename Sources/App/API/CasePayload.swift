import AfterSales
import Base
import Jobs
import Localisation
import Orders
import Payments
import Policies
import Staff

/// The case as the API shows it, its rules told in the reader's language.
struct CasePayload {
    private let reader: Reader
    private let returnAddress: ReturnAddress?
    private let people: PersonalPayload

    init(_ call: ShopCall, _ people: PersonalPayload) {
        self.init(call.record, call.texts, people, at: call.services.clock.now())
    }

    init(_ shop: ShopRecord, _ texts: TextTable, _ people: PersonalPayload, at now: Timestamp) {
        self.people = people
        returnAddress = shop.settings.returnAddress
        reader = Reader(texts, of: shop.profile, at: now)
    }

    func json(_ view: CaseView) -> JSONValue {
        let view = people.shown(view)
        let record = view.record
        return .object([
            "id": JSONValue(record.id), "orderId": JSONValue(record.orderID),
            "customerId": JSONValue(record.customerID), "kind": .string(record.kind.rawValue),
            "state": .string(record.state.rawValue), "reason": .string(record.reason),
            "firstReason": .string(record.firstReason), "lines": .array(record.lines.map(json)),
            "refundTo": .string(record.refundTo?.text ?? "original"), "note": record.note.map { .string($0) },
            "priceDifference": (record.settledDifference ?? record.priceDifference).map { JSONValue($0) },
            "settledDifference": record.settledDifference.map { JSONValue($0) },
            "goneElsewhere": record.goneElsewhere.map { JSONValue($0) },
            "unpaidDifference": (view.unpaid.isPositive ? view.unpaid : nil).map { JSONValue($0) },
            "asked": JSONValue(record.asked),
            "agreed": record.agreed.map { JSONValue($0) }, "decision": json(record.decision, view.pack),
            "deadline": record.deadline.map(Self.json) ?? .null, "promise": promise(record),
            "refund": refund(view), "offers": .array(view.parts.offers.map(\.json)),
            "evidence": .array(view.parts.evidence.map(\.json)),
            "parcels": .array(view.parts.parcels.map(\.json)),
            "goodsBack": view.parts.goodsBack?.json,
            "returnAddress": address(record.state, record.returnAddress),
            "notes": .array(view.parts.notes.map(\.json)), "assignee": record.assignee.map { .string($0) },
            "escalated": .bool(record.isEscalated), "openedAt": JSONValue(record.openedAt),
            "closedAt": record.closedAt.map { JSONValue($0) },
            "pinduoduoStatus": JSONValue(PinduoduoStatus.code(record.kind, record.state).rawValue),
            "version": JSONValue(record.version),
        ])
    }

    func json(_ preview: CasePreview) -> JSONValue {
        let verdict = preview.assessed.verdict
        return .object([
            "outcome": .string(verdict.outcome.rawValue), "state": .string(preview.state.rawValue),
            "lines": .array(preview.assessed.lines.map(json)), "asked": JSONValue(verdict.amount),
            "priceDifference": preview.assessed.priceDifference.map { JSONValue($0) },
            "refundTo": .string(preview.assessed.refundTo?.text ?? "original"),
            "decision": json(
                Decision(
                    outcome: verdict.outcome, rules: verdict.findings, packName: preview.assessed.pack.name,
                    packVersion: preview.assessed.pack.version, at: preview.at, by: .system),
                preview.assessed.pack),
            "deadline": preview.deadline.map(Self.json) ?? .null,
            "returnAddress": address(preview.state, nil),
        ])
    }

    /// Where the goods go, while they have to be sent.
    private func address(_ state: CaseState, _ own: ReturnAddress?) -> JSONValue? {
        state == .awaitingReturn || state == .returning ? (own ?? returnAddress)?.json : nil
    }

    /// - Parameter pack: whose reasons the rules name.
    private func json(_ decision: Decision, _ pack: PolicyPack?) -> JSONValue {
        let text = DecisionText(reader: reader, pack: pack)
        return [
            "outcome": .string(decision.outcome.rawValue),
            "rules": .array(
                decision.rules.map { rule in
                    [
                        "id": .string(rule.id), "effect": .string(rule.effect.rawValue),
                        "says": .string(text.says(rule)),
                        "facts": JSONValue(rule.facts),
                    ]
                }), "pack": ["name": .string(decision.packName), "version": JSONValue(decision.packVersion)],
            "at": JSONValue(decision.at), "by": .string(decision.by.kind.rawValue),
        ]
    }

    static func json(_ deadline: Deadline) -> JSONValue {
        [
            "owner": .string(deadline.owner.rawValue), "due": JSONValue(deadline.due),
            "warnAt": JSONValue(deadline.warnAt), "fallback": .string(deadline.fallback.rawValue),
        ]
    }

    private func json(_ line: CaseLine) -> JSONValue {
        .object([
            "lineId": JSONValue(line.lineID), "variantId": JSONValue(line.variantID),
            "newVariantId": line.newVariantID.map { JSONValue($0) }, "quantity": JSONValue(line.quantity),
            "accepted": line.accepted.map { JSONValue($0) }, "refused": line.refused.map { JSONValue($0) },
            "missing": line.missing > 0 ? .some(JSONValue(line.missing)) : .none,
            "inspectionNote": line.inspectionNote.map { .string($0) }, "value": JSONValue(line.value),
            "granted": JSONValue(line.granted),
        ])
    }

    private func promise(_ record: Case) -> JSONValue {
        .object([
            "due": JSONValue(record.promiseDue), "decidedAt": record.decidedAt.map { JSONValue($0) },
            "kept": record.decidedAt.map { .bool($0 <= record.promiseDue) },
        ])
    }

    private func refund(_ view: CaseView) -> JSONValue? {
        view.refunded.map { amount in
            let parts = view.movements.filter { $0.kind == .refund }
            return ["amount": JSONValue(amount), "parts": .array(parts.map(\.json))]
        }
    }
}
