import Base
import Customers
import Orders
import Policies

/// What a customer asks for.
public struct CaseApplication: Sendable {
    public struct Line: Sendable {
        public let line: LineName
        public let quantity: Int
        public let newVariantID: Identifier<Variant>?

        public init(line: LineName, quantity: Int, newVariantID: Identifier<Variant>?) {
            self.line = line
            self.quantity = quantity
            self.newVariantID = newVariantID
        }
    }

    public let orderID: Identifier<Order>
    public let kind: CaseKind
    public let reason: String
    public let lines: [Line]
    public let refundTo: Identifier<PaymentMethod>?
    public let note: String?
    /// Ids of uploaded files.
    public let evidence: [String]

    public init(
        orderID: Identifier<Order>, kind: CaseKind, reason: String, lines: [Line],
        refundTo: Identifier<PaymentMethod>?, note: String?, evidence: [String]
    ) {
        self.orderID = orderID
        self.kind = kind
        self.reason = reason
        self.lines = lines
        self.refundTo = refundTo
        self.note = note
        self.evidence = evidence
    }

    /// - Throws: `InputRefusal` naming the field.
    public init(_ reader: inout JSONReader) throws {
        orderID = try reader.id("orderId")
        kind = try reader.choice("kind", of: CaseKind.self)
        reason = try reader.string("reason", upTo: 64)
        lines = try reader.objects("lines", in: 1...Limits.linesOfOneOrder).map {
            var line = $0
            let read = Line(
                line: try LineName(&line),
                quantity: try line.optionalInt("quantity", in: 1...Limits.unitsOfOneLine) ?? 1,
                newVariantID: try line.optionalID("newVariantId"))
            try line.finish()
            return read
        }
        let method: Identifier<PaymentMethod>? = try reader.optionalID("refundTo")
        refundTo = method == "original" ? nil : method
        note = try reader.optionalString("note", upTo: Limits.noteCharacters)
        evidence = try reader.optionalStrings("evidence", upTo: Limits.filesOfOneCase) ?? []
        try reader.finish()
    }
}

/// An application measured against the order: its units, their value, and the facts for the rules.
public struct AssessedApplication: Sendable {
    public let order: Order
    public let pack: PolicyPack
    public let lines: [CaseLine]
    public let facts: CaseFacts
    public let refundTo: Identifier<PaymentMethod>?
    public let priceDifference: Money?
    public let evidence: [Evidence]
    public let verdict: CasePolicy.Verdict
}
