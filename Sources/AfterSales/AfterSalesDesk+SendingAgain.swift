import Base
import Orders
import Policies
import Storage

extension AfterSalesDesk {
    /// The shop has promised to send an order's goods again: a case of its own, granted whatever the policy says of it.
    /// - Throws: `unitsTaken` when no unit of the order is left that no other case has asked for.
    func sendAgain(
        _ orderID: Identifier<Order>, note: String?, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        let order = try orders.order(orderID, in: shop.id, transaction)
        let pack = try policies.current(of: shop, in: transaction)
        let claims = try cases.claims(ofOrder: orderID, in: shop.id, transaction)
        let lines = order.lines.compactMap { line -> CaseApplication.Line? in
            let held = claims.filter { $0.lineID == line.id }.reduce(0) { $0 + $1.units }
            guard line.quantity > held else { return nil }
            return .init(line: .line(line.id), quantity: line.quantity - held, newVariantID: nil)
        }
        guard !lines.isEmpty, let reason = pack.reasons.first(where: { $0.kinds.contains(.resend) }) else {
            throw AfterSalesRefusal.unitsTaken(id: orderID.text, left: 0)
        }
        let application = CaseApplication(
            orderID: orderID, kind: .resend, reason: reason.code, lines: lines, refundTo: nil, note: note,
            evidence: [])
        let opened = try open(application, by: taker, in: shop, transaction)
        if opened.state == .refused {
            _ = try reopen(opened.id, reason: note ?? "", by: .system, in: shop, transaction)
        }
        guard opened.state != .fulfilling else { return opened }
        return try approve(opened.id, CaseApproval(), by: .system, in: shop, transaction)
    }
}
