import Base
import Customers
import Orders
import Policies

/// What a customer asks for.
public struct CaseApplication: Sendable {
    public struct Line: Sendable, Hashable {
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
        lines = try Line.list(&reader)
        let method: Identifier<PaymentMethod>? = try reader.optionalID("refundTo")
        refundTo = method == "original" ? nil : method
        note = try reader.optionalString("note", upTo: Limits.noteCharacters)
        evidence = try reader.optionalStrings("evidence", upTo: Limits.filesOfOneCase) ?? []
        try reader.finish()
    }
}

extension CaseApplication.Line {
    /// - Throws: `InputRefusal` naming the field.
    static func list(_ reader: inout JSONReader) throws -> [Self] {
        try reader.objects("lines", in: 1...Limits.linesOfOneOrder).map(line)
    }

    /// - Throws: `InputRefusal` naming the field.
    public static func optionalList(_ reader: inout JSONReader) throws -> [Self]? {
        try reader.optionalObjects("lines", upTo: Limits.linesOfOneOrder)?.map(line)
    }

    private static func line(_ reader: JSONReader) throws -> Self {
        var reader = reader
        let line = Self(
            line: try LineName(&reader),
            quantity: try reader.optionalInt("quantity", in: 1...Limits.unitsOfOneLine) ?? 1,
            newVariantID: try reader.optionalID("newVariantId"))
        try reader.finish()
        return line
    }

    /// Lines as `json` wrote them.
    static func list(_ stored: JSONValue) throws -> [Self] {
        var reader = try JSONReader(["lines": stored])
        return try list(&reader)
    }

    var json: JSONValue {
        .object(
            line.json.members
                + [
                    JSONValue.Member("quantity", JSONValue(quantity)),
                    JSONValue.Member("newVariantId", newVariantID.map { JSONValue($0) } ?? .null),
                ].filter { $0.value != .null })
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

    /// As `Case.isGrantedBySilence`, for the case that comes of it.
    var isGrantedBySilence: Bool {
        SilenceGrants.allows(verdict.findings)
            && (facts.kind != .compensation || verdict.amount <= facts.paid)
    }

    /// What is granted is a part of the price.
    var lowersPrice: Bool { facts.kind == .compensation && pack.lowersPrice(facts.reason) }
}
