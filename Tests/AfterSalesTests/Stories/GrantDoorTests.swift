import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// Whatever way a person takes to give something away, their limit holds.
@Suite struct GrantDoorTests {
    /// Seven-day: an agent gives 200.00 by himself, a supervisor 2,000.00, the owner anything.
    private static let measures: [(role: Role, fen: Int64, isAllowed: Bool)] = [
        (.agent, 200_00, true), (.agent, 220_00, false), (.supervisor, 220_00, true),
        (.supervisor, 2_020_00, false), (.owner, 2_020_00, true),
    ]

    @Test(arguments: GrantDoor.allCases) func `a limit holds at every door`(door: GrantDoor) async throws {
        for measure in Self.measures {
            let world = try await door.world(fen: measure.fen)
            let taker = world.staff("somebody", measure.role)
            let pass = try await door.reach(in: world, fen: measure.fen)
            if measure.isAllowed {
                try await pass(taker)
            } else {
                await #expect(
                    throws: AfterSalesRefusal.grantAboveLimit(
                        limit: measure.role == .agent ? "200.00 CNY" : "2000.00 CNY"), "\(measure)"
                ) { try await pass(taker) }
            }
            try await world.runDueJobs()
            #expect(try await world.faults() == [], "\(measure)")
        }
    }

    @Test func `offers that wait in several cases of an order count together`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 4)]))
        var ids: [TestWorld.CaseID] = []
        for _ in 1...2 {
            ids.append(
                try await world.open(CaseApplication(.refundOnly, "notReceived", [.init("pot-white", 2)])).id)
        }
        let refusal = AfterSalesRefusal.grantAboveLimit(limit: "200.00 CNY")
        try await world.offer(.partialRefund, 150_00, on: ids[0], by: world.lin)
        await #expect(throws: refusal) {
            try await world.offer(.partialRefund, 51_00, on: ids[1], by: world.lin)
        }
        await #expect(throws: refusal) { try await world.approve(ids[1], 51_00, by: world.lin) }
        try await world.offer(.partialRefund, 100_00, on: ids[0], by: world.lin)
        try await world.offer(.partialRefund, 100_00, on: ids[1], by: world.lin)
    }

    @Test func `goods that have come are exchanged for money or new ones whoever says so`() async throws {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 30)])
        let world = try await TestWorld.opened(order: order)
        let application = CaseApplication(.exchange, "preferOther", [.init("pot-white", 30, for: "pot-blue")])
        let id = try await world.open(application).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.offer(.returnRefund, on: id, by: world.lin)
    }
}

/// The ways in which staff give money or goods away without goods coming for them, or beyond the policy.
enum GrantDoor: CaseIterable {
    case approvingMoney, approvingGoods, givingUpAParcel, grantingInADispute, approvingAgainstThePolicy
    case sendingOnceMore
    case offeringMoney, offeringCredit, offeringMoneyForWhatShouldComeBack, offeringNewGoods
    case offeringAgainstThePolicy, acceptingACounter, acceptingACounterAgainstThePolicy
    case remedyOfMoney, remedyOfGoods, waivingADifference

    typealias Pass = (StepTaker) async throws -> Void

    private var isAgainstPolicy: Bool {
        switch self {
        case .approvingAgainstThePolicy, .offeringAgainstThePolicy, .acceptingACounterAgainstThePolicy: true
        default: false
        }
    }

    /// An order of one line that cost this much; of differences, as many units as come to it.
    func world(fen: Int64) async throws -> TestWorld {
        let units = self == .waivingADifference ? Int(fen / 20_00) : 30
        let paid = self == .waivingADifference ? nil : Optional(fen)
        var order = OrderSpecification("1001", lines: [.init("pot-white", units, paid: paid)])
        if isAgainstPolicy { order.deliveredDaysAgo = 40 }
        return try await TestWorld.opened(order: order)
    }

    /// Comes as far as somebody may step through.
    func reach(in world: TestWorld, fen: Int64) async throws -> Pass {
        switch self {
        case .approvingMoney:
            let id = try await open(.refundOnly, "notReceived", in: world)
            return { try await world.approve(id, by: $0) }
        case .approvingGoods:
            let id = try await open(.resend, "missingItem", in: world)
            return { try await world.approve(id, by: $0) }
        case .givingUpAParcel, .grantingInADispute:
            let id = try await open(.returnRefund, "noLongerNeeded", in: world)
            let mei = world.mei
            try await world.act {
                try $0.shipReturn(id, carrier: "SF", trackingNumber: "X", freight: nil, by: mei, in: $1, $2)
            }
            try await world.pass(.days(6))
            if self == .grantingInADispute { try await world.dispute(id) }
            return { try await world.approve(id, by: $0) }
        case .approvingAgainstThePolicy:
            let id = try await refused(in: world)
            return { try await world.approve(id, by: $0) }
        case .sendingOnceMore: return try await sendingOnceMore(in: world)
        case .offeringMoney, .offeringCredit:
            let id = try await open(.refundOnly, "notReceived", in: world)
            let kind: OfferKind = self == .offeringMoney ? .partialRefund : .storeCredit
            return { try await world.offer(kind, fen, on: id, by: $0) }
        case .offeringMoneyForWhatShouldComeBack:
            let id = try await open(.returnRefund, "defective", in: world)
            return { try await world.offer(.partialRefund, fen, on: id, by: $0) }
        case .offeringNewGoods:
            let id = try await open(.refundOnly, "notReceived", in: world)
            return { try await world.offer(.replacement, on: id, by: $0) }
        case .offeringAgainstThePolicy:
            let id = try await refused(in: world)
            return { try await world.offer(.returnRefund, on: id, by: $0) }
        case .acceptingACounter:
            let id = try await open(.refundOnly, "notReceived", in: world)
            try await world.offer(.partialRefund, 1_00, on: id, by: world.lin)
            try await world.offer(.replacement, on: id, by: world.mei)
            return { try await world.accept(2, on: id, by: $0) }
        case .acceptingACounterAgainstThePolicy:
            let id = try await refused(in: world)
            try await world.offer(.partialRefund, 1_00, on: id, by: world.lin)
            try await world.offer(.returnRefund, on: id, by: world.mei)
            return { try await world.accept(2, on: id, by: $0) }
        case .remedyOfMoney: return try await remedy(.priceDifference, fen, in: world)
        case .remedyOfGoods: return try await remedy(.resend, nil, in: world)
        case .waivingADifference: return try await waivingADifference(in: world)
        }
    }

    /// Asked for by her, and open for a person to decide; photos that a reason needs are not there.
    private func open(
        _ kind: CaseKind, _ reason: String, in world: TestWorld
    ) async throws -> TestWorld.CaseID {
        try await world.open(CaseApplication(kind, reason, [units(of: world)])).id
    }

    private func units(
        of world: TestWorld, for new: String? = nil
    ) async throws -> CaseApplication.Line {
        let quantity = try await world.orderView().order.lines[0].quantity
        return .init("pot-white", quantity, for: new)
    }

    private func refused(in world: TestWorld) async throws -> TestWorld.CaseID {
        let id = try await open(.returnRefund, "noLongerNeeded", in: world)
        try await world.reopen(id)
        return id
    }

    private func sendingOnceMore(in world: TestWorld) async throws -> Pass {
        let application = CaseApplication(
            .exchange, "wrongSize", [try await units(of: world, for: "pot-white")])
        let id = try await world.open(application).id
        try await world.sendBack(id)
        try await world.inspect(id)
        let (mei, lin) = (world.mei, world.lin)
        try await world.act {
            _ = try $0.shipReplacement(id, carrier: "SF", trackingNumber: "N", by: lin, in: $1, $2)
            _ = try $0.reportNotArrived(id, note: nil, by: mei, in: $1, $2)
        }
        return { try await world.approve(id, by: $0) }
    }

    private func remedy(
        _ kind: Complaint.RemedyKind, _ fen: Int64?, in world: TestWorld
    ) async throws -> Pass {
        let mei = world.mei
        let id = try await world.complain {
            try $0.open(
                customer: "mei", order: "1001", cause: .delivery, words: "broken", by: mei, in: $1, $2)
        }.id
        let remedy = Complaint.Remedy(kind: kind, amount: fen.map { .fen($0) }, note: nil)
        return { taker in
            _ = try await world.complain { desk, shop, transaction in
                try desk.propose(remedy, on: id, by: taker, in: shop, transaction)
            }
        }
    }

    private func waivingADifference(in world: TestWorld) async throws -> Pass {
        let application = CaseApplication(
            .exchange, "preferOther", [try await units(of: world, for: "pot-blue")], refundTo: "mei-wechat")
        let id = try await world.open(application).id
        world.gateway.answer(.refused(reason: "accountClosed"))
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        return { try await world.giveUpDifference(id, then: .waive, by: $0) }
    }
}
