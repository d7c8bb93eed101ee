import Base
import Customers
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import Orders

@discardableResult
func change(
    _ wish: ChangeRequest.Wish, _ world: TestWorld, seeing version: Int? = nil
) async throws -> OrderView {
    try await world.database.write { [orders = world.orders, profile = world.profile] in
        try orders.change(
            ChangeRequest(wish: wish, version: version), of: "1001", by: Actor(.customer, "mei"), in: profile,
            $0)
    }
}

/// What customers ask for.
enum Wishes {
    static let cancel = ChangeRequest.Wish.cancel(reason: "noLongerNeeded")
    static let address = ChangeRequest.Wish.address(
        Address(line1: "西湖 1 号", line2: "", city: "杭州", region: "浙江", country: "CN", postalCode: "310000"))
    static let payment = ChangeRequest.Wish.payment("mei-card")
    static let lines = ChangeRequest.Wish.lines(
        [replacement("pot-white", "pot-blue", 1)], method: "mei-wechat")
    static let quantities = quantities(["pot-white": 2], method: "mei-wechat")
    static let potsAndCups = OrderSpecification(
        "1001", .pending, lines: [.init("pot-white", 3, paid: 299_99), .init("cup-white", 2)])

    static func replacement(_ old: String, _ new: String, _ quantity: Int) -> ChangeRequest.Replacement {
        ChangeRequest.Replacement(
            line: .variant(Identifier(old)), newVariantID: Identifier(new), quantity: quantity)
    }

    static func quantities(_ quantities: [String: Int], method: String?) -> ChangeRequest.Wish {
        .quantities(
            quantities.sorted { $0.key < $1.key }.map {
                ChangeRequest.NewQuantity(line: .variant(Identifier($0.key)), quantity: $0.value)
            }, method: method.map { Identifier($0) })
    }
}

extension TestWorld {
    /// Publishes the simple retailer's pack without its rule of one payment.
    func allowSeveralPayments() async throws {
        let text = try ShippedPacks.text("retail-simple").replacing(
            "needsSinglePayment: true", with: "needsSinglePayment: false")
        try await database.write { [policies, profile] transaction in
            _ = try policies.saveDraft(text, for: profile, by: .system, in: transaction)
            _ = try policies.publish(for: profile, by: .system, in: transaction)
        }
    }

    /// Written compensation for an order, as a complaint's remedy pays it.
    func compensate(_ fen: Int64) async throws {
        try await database.write { [orders, payments] transaction in
            let order = RefundOrder(
                orderID: "1001", caseID: nil, customerID: "mei", amount: .fen(fen), purpose: .compensation,
                destination: .original, payments: try orders.view("1001", in: Self.shop, transaction).paid)
            _ = try payments.refund(order, by: .system, in: Self.shop, transaction)
        }
    }
}
