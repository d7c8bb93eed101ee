import Base
import Customers
import Orders
import Payments
import Policies

/// What the shop's own system has sent: customers, goods and orders, through the import that production uses.
extension TestWorld {
    @discardableResult
    public func take(
        _ records: [JSONValue], of kind: ImportKind, in shop: ShopID = TestWorld.shop
    ) async throws -> ImportReport {
        let lines = records.enumerated().map { ImportLine(number: $0 + 1, bytes: $1.bytes) }
        let profile = try Self.profile(shop)
        return try await imports.take(try await imports.read(lines, of: kind, in: profile), in: profile)
    }

    /// 梅 and 兰, and what the teahouse sells; the bookshop knows a 梅 and a pot of its own.
    public func stock(giftCard: Int64 = 50_00) async throws {
        for shop in [Self.shop, Self.otherShop] {
            try await take(
                [
                    .mei(giftCard: giftCard),
                    .customer("lan", "兰", methods: [["id": "lan-wechat", "kind": "wechatPay"]]),
                ],
                of: .customers, in: shop)
            try await take(.teahouseProducts, of: .products, in: shop)
        }
    }

    /// Imports an order as the specification says, seen from now.
    @discardableResult
    public func order(
        _ order: OrderSpecification = OrderSpecification(), in shop: ShopID = TestWorld.shop
    ) async throws -> Identifier<Order> {
        let report = try await take([order.json(at: now)], of: .orders, in: shop)
        if let bad = report.badLines.first { throw bad.refusal }
        return Identifier(order.id)
    }
}

/// An order in words of the import. Without payments named, WeChat Pay has paid for all of it.
public struct OrderSpecification: Sendable {
    public struct Line: Sendable {
        public var variant: String
        public var quantity: Int
        /// What the line cost after discounts, in fen; nil: price times quantity.
        public var paid: Int64?

        public init(_ variant: String, _ quantity: Int = 1, paid: Int64? = nil) {
            self.variant = variant
            self.quantity = quantity
            self.paid = paid
        }
    }

    public struct Payment: Sendable {
        public var method: String
        public var amount: Int64
        public var kind: Movement.Kind
        /// What the provider calls it.
        public var reference: String?

        public init(
            _ method: String, _ amount: Int64, _ kind: Movement.Kind = .payment, reference: String? = nil
        ) {
            self.method = method
            self.amount = amount
            self.kind = kind
            self.reference = reference
        }
    }

    public var id = "1001"
    public var customer = "mei"
    public var status = OrderStatus.delivered
    public var lines = [Line("pot-white")]
    public var payments: [Payment]?
    /// In fen.
    public var freight: Int64 = 0
    public var region = "上海"
    public var deliveredDaysAgo = 2
    /// From shipping to delivery.
    public var daysOnTheWay = 2
    /// The variants in each parcel, where the source tells of parcels.
    public var parcels: [[String]]?

    public init() {}

    public init(
        _ id: String, _ status: OrderStatus = .delivered, lines: [Line] = [Line("pot-white")],
        payments: [Payment]? = nil, freight: Int64 = 0
    ) {
        (self.id, self.status, self.lines, self.payments, self.freight) = (
            id, status, lines, payments, freight
        )
    }

    /// The line of the import.
    public func line(at now: Timestamp) -> String { json(at: now).text }

    public func json(at now: Timestamp) -> JSONValue {
        let hasShipped = status == .shipped || status == .delivered
        let delivered = now - .days(deliveredDaysAgo)
        let shipped = delivered - .days(daysOnTheWay)
        let total =
            freight + lines.reduce(0) { $0 + ($1.paid ?? JSONValue.price($1.variant) * Int64($1.quantity)) }
        return .object([
            "id": .string(id), "customerId": .string(customer), "status": .string(status.rawValue),
            "placedAt": JSONValue(shipped - .days(1)), "paidAt": JSONValue(shipped - .days(1)),
            "shippedAt": hasShipped ? JSONValue(shipped) : nil,
            "deliveredAt": status == .delivered ? JSONValue(delivered) : nil,
            "address": [
                "line1": "茶馆路 8 号", "city": "上海", "region": .string(region), "country": "CN",
                "postalCode": "200001",
            ],
            "freight": .yuan(freight),
            "lines": .array(
                lines.map { line in
                    .object([
                        "variantId": .string(line.variant),
                        "productId": .string(JSONValue.product(of: line.variant)),
                        "title": .string(line.variant), "price": .yuan(JSONValue.price(line.variant)),
                        "quantity": JSONValue(line.quantity), "paid": line.paid.map { .yuan($0) },
                    ])
                }),
            "shipments": parcels.map { parcels in
                .array(parcels.map { ["variantIds": .array($0.map { .string($0) })] })
            },
            "payments": .array(
                (payments ?? [Payment("mei-wechat", total)]).map {
                    .object([
                        "kind": .string($0.kind.rawValue), "amount": .yuan($0.amount),
                        "methodId": .string($0.method), "state": "succeeded",
                        "providerReference": $0.reference.map { .string($0) },
                    ])
                }),
        ])
    }
}
