import Base
import Customers
import Payments
import Policies

/// An order as its source sends it: the order and how it was paid.
public struct ImportedOrder: Sendable {
    public let order: Order
    public let payments: [Paid]

    public struct Paid: Sendable {
        public let kind: Movement.Kind
        public let amount: Money
        public let methodID: Identifier<PaymentMethod>
        /// What its provider calls it.
        public let providerReference: String?
    }

    /// - Throws: `InputRefusal` naming the field.
    public init(_ reader: inout JSONReader, currency: Currency) throws {
        let lines = try reader.objects("lines", in: 1...Limits.linesOfOneOrder).enumerated().map {
            index, line in
            var line = line
            return try OrderLine(&line, number: index + 1, currency: currency)
        }
        for (index, line) in lines.enumerated() where lines[..<index].contains(where: { $0.id == line.id }) {
            throw InputRefusal("idTwice", at: "/lines/\(index)/id", ["id": line.id.text])
        }
        let parcels =
            try reader.optionalObjects("shipments", upTo: 200)
            ?? reader.optionalObjects("fulfillments", upTo: 200)
        let shipments = try (parcels ?? []).enumerated().map { index, parcel in
            var parcel = parcel
            return try Shipment(&parcel, number: index + 1)
        }
        let shippedAt = try reader.optionalTime("shippedAt") ?? shipments.compactMap(\.shippedAt).min()
        order = Order(
            id: try reader.id("id"), customerID: try reader.id("customerId"),
            status: try reader.choice("status", of: OrderStatus.self),
            placedAt: try reader.optionalTime("placedAt"), paidAt: try reader.optionalTime("paidAt"),
            shippedAt: shippedAt, deliveredAt: try reader.optionalTime("deliveredAt"),
            address: try Address(reader.object("address")),
            freight: try reader.optionalMoney("freight", in: currency) ?? .zero(currency), lines: lines,
            shipments: shipments, version: 0)
        payments = try (reader.optionalObjects("payments", upTo: Limits.paymentsOfOneOrder) ?? []).map {
            var paid = $0
            defer { _ = paid }
            let read = Paid(
                kind: try paid.optionalChoice("kind", of: Movement.Kind.self) ?? .payment,
                amount: try paid.money("amount", in: currency), methodID: try paid.id("methodId"),
                providerReference: try paid.providerReference())
            _ = try paid.optionalString("state")
            try paid.finish()
            return read
        }
        try reader.finish()
        try Self.checkRefunds(payments, currency)
        try Self.checkReferences(payments)
    }

    /// A provider has one name for one payment.
    private static func checkReferences(_ payments: [Paid]) throws {
        var seen: Set<String> = []
        for (index, paid) in payments.enumerated() where paid.kind == .payment {
            guard let reference = paid.providerReference, !seen.insert(reference).inserted else { continue }
            throw InputRefusal("idTwice", at: "/payments/\(index)/providerReference", ["id": reference])
        }
    }

    private static func checkRefunds(_ payments: [Paid], _ currency: Currency) throws {
        let balance = payments.reduce(Money.zero(currency)) {
            $1.kind == .payment ? $0 + $1.amount : $0 - $1.amount
        }
        if balance.isNegative { throw InputRefusal("refundsAbovePayments", at: "/payments") }
    }
}

extension JSONReader {
    /// Some 30 to 64 characters with the providers we know.
    fileprivate mutating func providerReference() throws -> String? {
        let reference: Identifier<ImportedOrder.Paid>? = try optionalID("providerReference")
        return reference?.text
    }
}

extension OrderLine {
    init(_ reader: inout JSONReader, number: Int, currency: Currency) throws {
        id = try reader.optionalID("id") ?? Identifier(String(number))
        variantID = try reader.id("variantId")
        productID = try reader.id("productId")
        title = try reader.optionalString("title") ?? ""
        options = try reader.optionalTexts("options") ?? [:]
        price = try reader.money("price", in: currency)
        quantity = try reader.optionalInt("quantity", in: 1...Limits.unitsOfOneLine) ?? 1
        let (full, overflow) = price.amount.multipliedReportingOverflow(by: Int64(quantity))
        guard !overflow, full <= Limits.largestAmount else {
            throw InputRefusal(
                "fieldOutOfRange", at: reader.pointer("quantity"),
                ["least": "1", "most": "\(Limits.unitsOfOneLine)"])
        }
        paid = try reader.optionalMoney("paid", in: currency) ?? Money(full, currency)
        guard paid.amount <= full else { throw InputRefusal("paidAbovePrice", at: reader.pointer("paid")) }
        exclusionConfirmed = try reader.optionalBool("exclusionConfirmed") ?? false
        cancelled = try reader.optionalInt("cancelled", in: 0...quantity) ?? 0
        try reader.finish()
    }

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "variantId": JSONValue(variantID), "productId": JSONValue(productID),
            "title": .string(title), "options": options, "price": JSONValue(price),
            "quantity": JSONValue(quantity),
            "paid": JSONValue(paid), "exclusionConfirmed": exclusionConfirmed ? .bool(true) : nil,
            "cancelled": cancelled > 0 ? .some(JSONValue(cancelled)) : nil,
        ])
    }
}

extension Shipment {
    init(_ reader: inout JSONReader, number: Int) throws {
        id = try reader.optionalID("id") ?? Identifier(String(number))
        carrier = try reader.optionalString("carrier", upTo: 64)
        trackingNumbers = try reader.optionalStrings("trackingNumbers", upTo: 50) ?? []
        variantIDs = try (reader.optionalStrings("variantIds", upTo: Limits.linesOfOneOrder) ?? []).map {
            Identifier($0)
        }
        shippedAt = try reader.optionalTime("shippedAt")
        deliveredAt = try reader.optionalTime("deliveredAt")
        try reader.finish()
    }

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "carrier": carrier.map { .string($0) },
            "trackingNumbers": JSONValue(trackingNumbers), "variantIds": JSONValue(variantIDs.map(\.text)),
            "shippedAt": shippedAt.map { JSONValue($0) }, "deliveredAt": deliveredAt.map { JSONValue($0) },
        ])
    }
}

/// An order with all that hangs on it, as pages and the API show it.
public struct OrderView: Sendable {
    public let order: Order
    public let movements: [Movement]
    public let changes: [OrderChange]

    /// Shipping waits: until a payment that failed is made or taken back, or a case is decided.
    public var isHeld: Bool { lacksPayment || !order.heldFor.isEmpty }

    public var lacksPayment: Bool { movements.contains { $0.kind == .payment && $0.state == .failed } }

    /// - Parameters:
    ///   - units: what the cases make of its lines, by line.
    ///   - address: as its reader may see it.
    public func json(
        cases: [String], units: [Identifier<OrderLine>: LineUnits], address: Address
    ) -> JSONValue {
        .object([
            "id": JSONValue(order.id), "customerId": JSONValue(order.customerID),
            "status": .string(order.status.rawValue), "placedAt": order.placedAt.map { JSONValue($0) },
            "paidAt": order.paidAt.map { JSONValue($0) }, "shippedAt": order.shippedAt.map { JSONValue($0) },
            "deliveredAt": order.deliveredAt.map { JSONValue($0) }, "address": address.json,
            "freight": JSONValue(order.freight),
            "lines": .array(
                order.lines.map { .object($0.json.members + (units[$0.id]?.members ?? [])) }),
            "payments": .array(movements.map(\.json)),
            "changes": .array(
                changes.map {
                    .object([
                        "kind": .string($0.kind.rawValue), "reason": $0.reason.map { .string($0) },
                        "at": JSONValue($0.at),
                    ])
                }), "cases": JSONValue(cases), "shipments": .array(order.shipments.map(\.json)),
            "held": .bool(isHeld), "heldFor": JSONValue(order.heldFor), "version": JSONValue(order.version),
            "strayShipment": order.stray?.json,
        ])
    }
}
