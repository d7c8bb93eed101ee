import Base
import Policies

/// Everything that the rules may read of an application, as it was then. Stored with the case, so that a decision can
/// be explained and another pack rehearsed on it. Holds ids, codes, amounts and times only.
public struct CaseFacts: Sendable, Hashable {
    public var kind: CaseKind
    public var reason: String
    public var orderStatus: OrderStatus
    public var placedAt: Timestamp?
    public var paidAt: Timestamp?
    public var shippedAt: Timestamp?
    public var deliveredAt: Timestamp?
    public var openedAt: Timestamp
    public var lines: [LineFacts]
    /// Cases of the order that are open or came to something.
    public var earlierCases: Int
    /// Reasons for which the order has been compensated, or is about to be.
    public var compensated: Set<String> = []
    /// Every unit of the order that is still the customer's is in this case.
    public var isWholeOrder: Bool
    public var freight: Money
    /// All that was paid for the order has gone back.
    public var isPaidBack = false
    /// What the order's source has given back, and nobody knows for which of its goods; nil: nothing of that kind.
    public var paidElsewhere: Money?
    /// Goods of one of the lines were sent again before.
    public var wasSentAgain = false
    /// Kinds of evidence that lie with the case.
    public var evidence: Set<EvidenceKind>

    public struct LineFacts: Sendable, Hashable {
        public let lineID: String
        public let exclusion: ExclusionClass?
        public let exclusionConfirmed: Bool
        public let warrantyDays: Int?
        public let quantity: Int
        /// Applications that used this line before.
        public let applications: Int
        /// What these units cost the customer, less what went back for them before.
        public let paid: Money
        /// What they would cost today; nil where the shop no longer sells them.
        public let priceNow: Money?
        /// When these units had arrived, where they came in an exchange or were sent again.
        public let renewedAt: Timestamp?

        public init(
            lineID: String, exclusion: ExclusionClass?, exclusionConfirmed: Bool, warrantyDays: Int?,
            quantity: Int,
            applications: Int, paid: Money, priceNow: Money?, renewedAt: Timestamp? = nil
        ) {
            self.lineID = lineID
            self.exclusion = exclusion
            self.exclusionConfirmed = exclusionConfirmed
            self.warrantyDays = warrantyDays
            self.quantity = quantity
            self.applications = applications
            self.paid = paid
            self.priceNow = priceNow
            self.renewedAt = renewedAt
        }
    }

    public func moment(_ start: WindowStart) -> Timestamp? {
        switch start {
        case .placedAt: placedAt
        case .paidAt: paidAt
        case .shippedAt: shippedAt
        case .deliveredAt: deliveredAt
        }
    }

    public var paid: Money { lines.reduce(.zero(freight.currency)) { $0 + $1.paid } }
}

extension CaseFacts {
    public var json: JSONValue {
        .object([
            "kind": .string(kind.rawValue), "reason": .string(reason),
            "orderStatus": .string(orderStatus.rawValue),
            "placedAt": placedAt.map { JSONValue($0) }, "paidAt": paidAt.map { JSONValue($0) },
            "shippedAt": shippedAt.map { JSONValue($0) }, "deliveredAt": deliveredAt.map { JSONValue($0) },
            "openedAt": JSONValue(openedAt), "earlierCases": JSONValue(earlierCases),
            "isWholeOrder": .bool(isWholeOrder), "freight": JSONValue(freight),
            "isPaidBack": isPaidBack ? .some(true) : nil,
            "paidElsewhere": paidElsewhere.map { JSONValue($0) },
            "wasSentAgain": wasSentAgain ? .some(true) : nil,
            "compensated": compensated.isEmpty ? nil : JSONValue(compensated.sorted()),
            "evidence": JSONValue(evidence.map(\.rawValue).sorted()), "lines": .array(lines.map(\.json)),
        ])
    }

    public init(_ value: JSONValue) throws {
        var reader = try JSONReader(value)
        let currency = try Self.currency(value)
        self.init(
            kind: try reader.choice("kind", of: CaseKind.self), reason: try reader.string("reason"),
            orderStatus: try reader.choice("orderStatus", of: OrderStatus.self),
            placedAt: try reader.optionalTime("placedAt"), paidAt: try reader.optionalTime("paidAt"),
            shippedAt: try reader.optionalTime("shippedAt"),
            deliveredAt: try reader.optionalTime("deliveredAt"),
            openedAt: try reader.optionalTime("openedAt") ?? Timestamp(milliseconds: 0),
            lines: try reader.objects("lines", in: 0...Limits.linesOfOneOrder).map {
                var line = $0
                return try LineFacts(&line, currency)
            }, earlierCases: try reader.int("earlierCases", in: 0...Int(Int32.max)),
            compensated: Set(try reader.optionalStrings("compensated", upTo: Limits.casesOfOneOrder) ?? []),
            isWholeOrder: try reader.optionalBool("isWholeOrder") ?? false,
            freight: try reader.money("freight", in: currency),
            isPaidBack: try reader.optionalBool("isPaidBack") ?? false,
            paidElsewhere: try reader.optionalMoney("paidElsewhere", in: currency),
            wasSentAgain: try reader.optionalBool("wasSentAgain") ?? false,
            evidence: Set(
                (try reader.optionalStrings("evidence", upTo: 10) ?? []).compactMap {
                    EvidenceKind(rawValue: $0)
                }))
    }

    private static func currency(_ value: JSONValue) throws -> Currency {
        guard let code = value["freight"]?["currency"]?.string, let currency = Currency(stored: code) else {
            throw InputRefusal("fieldMissing", at: "/freight", ["name": "freight"])
        }
        return currency
    }
}

extension CaseFacts.LineFacts {
    var json: JSONValue {
        .object([
            "lineId": .string(lineID), "exclusion": exclusion.map { .string($0.rawValue) },
            "exclusionConfirmed": .bool(exclusionConfirmed),
            "warrantyDays": warrantyDays.map { JSONValue($0) },
            "quantity": JSONValue(quantity),
            "applications": JSONValue(applications), "paid": JSONValue(paid),
            "priceNow": priceNow.map { JSONValue($0) },
            "renewedAt": renewedAt.map { JSONValue($0) },
        ])
    }

    init(_ reader: inout JSONReader, _ currency: Currency) throws {
        lineID = try reader.string("lineId")
        exclusion = try reader.optionalChoice("exclusion", of: ExclusionClass.self)
        exclusionConfirmed = try reader.optionalBool("exclusionConfirmed") ?? false
        warrantyDays = try reader.optionalInt("warrantyDays", in: 0...36_500)
        quantity = try reader.int("quantity", in: 0...Limits.unitsOfOneLine)
        applications = try reader.int("applications", in: 0...Int(Int32.max))
        paid = try reader.money("paid", in: currency)
        priceNow = try reader.optionalMoney("priceNow", in: currency)
        renewedAt = try reader.optionalTime("renewedAt")
    }
}
