import Base
import Orders
import Policies
import Storage

/// Goods of an order that the shop promises to send again.
extension AfterSalesDesk {
    /// The application that a promise comes to: what was named of it, otherwise the reason that goes best with what the
    /// complaint is about, and all units that no case has asked for.
    /// - Throws: `notForThisKind` where the shop sends nothing again; `remedyBeforeSending` while the order has not been
    ///   sent itself; `reasonUnknown` for one that does not go with it; `lineUnknown`, `unitsTaken`.
    func resending(
        _ remedy: Complaint.Remedy, for complaint: Complaint, of orderID: Identifier<Order>,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> CaseApplication {
        let order = try orders.order(orderID, in: shop.id, transaction)
        let pack = try policies.current(of: shop, in: transaction)
        let reasons = pack.reasonsToSendAgain
        guard let kind = pack.kinds[.resend], !reasons.isEmpty else {
            throw AfterSalesRefusal.notForThisKind(kind: .resend)
        }
        guard kind.during.contains(order.status) else { throw AfterSalesRefusal.remedyBeforeSending }
        let fitting = reasons.first { $0.fault == complaint.cause.fault } ?? reasons[0]
        let reason = remedy.reason ?? fitting.code
        guard reasons.contains(where: { $0.code == reason }) else {
            throw AfterSalesRefusal.reasonUnknown(reasons: reasons.map(\.code).joined(separator: ", "))
        }
        let claims = try cases.claims(ofOrder: orderID, in: shop.id, transaction)
        let wishes =
            remedy.lines
            ?? order.lines.compactMap { line in
                let held = claims.filter { $0.lineID == line.id }.reduce(0) {
                    $0 + $1.units(asking: .resend)
                }
                guard line.quantity > held else { return nil }
                return .init(line: .line(line.id), quantity: line.quantity - held, newVariantID: nil)
            }
        let allocation = UnitAllocation(order: order, kind: .resend, claims: claims)
        let lines = try allocation.allocate(wishes)
        guard !lines.isEmpty else {
            let goods = order.lines.map(\.title).joined(separator: ", ")
            throw AfterSalesRefusal.unitsTaken(id: orderID.text, goods: goods, left: 0)
        }
        return CaseApplication(
            orderID: orderID, kind: .resend, reason: reason,
            lines: lines.map { .init(line: .line($0.lineID), quantity: $0.quantity, newVariantID: nil) },
            refundTo: nil, note: remedy.note, evidence: [])
    }

    /// The shop keeps its promise: a case of its own, granted whatever the policy says of it.
    /// - Throws: as `resending`; units that were free when it was promised may be taken by now.
    func sendAgain(
        _ remedy: Complaint.Remedy, for complaint: Complaint, of orderID: Identifier<Order>,
        by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        let application = try resending(remedy, for: complaint, of: orderID, in: shop, transaction)
        let opened = try open(application, by: taker, in: shop, transaction)
        if opened.state == .refused {
            _ = try reopen(opened.id, reason: remedy.note ?? "", by: .system, in: shop, transaction)
        }
        guard opened.state != .fulfilling else { return opened }
        return try approve(opened.id, CaseApproval(), by: .system, in: shop, transaction)
    }
}

extension PolicyPack {
    /// Why goods can be sent again.
    public var reasonsToSendAgain: [ReasonPolicy] { reasons.filter { $0.kinds.contains(.resend) } }
}

extension Complaint.Cause {
    /// Whose doing it is, as far as the cause tells.
    fileprivate var fault: Fault? {
        switch self {
        case .delivery: .courier
        case .product, .service, .price: .merchant
        case .other: nil
        }
    }
}
