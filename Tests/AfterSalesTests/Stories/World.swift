import AfterSales
import Base
import Orders
import Payments
import Policies
import Storage
import TestSupport

extension TestWorld {
    /// The teahouse with its goods, 梅 and one order of hers.
    static func opened(
        pack: String = "seven-day", order: OrderSpecification = OrderSpecification(), giftCard: Int64 = 50_00
    ) async throws -> TestWorld {
        let world = try await TestWorld(pack: pack)
        try await world.stock(giftCard: giftCard)
        try await world.order(order)
        return world
    }

    /// 梅 sends the goods back and 林 receives them.
    @discardableResult
    func sendBack(_ id: CaseID, freight: Int64? = nil) async throws -> Case {
        let (mei, lin) = (mei, lin)
        return try await act {
            _ = try $0.shipReturn(
                id, carrier: "SF", trackingNumber: "SF100", freight: freight.map { .fen($0) }, by: mei,
                in: $1, $2)
            return try $0.receive(id, by: lin, in: $1, $2)
        }
    }

    /// 林 looks at what came back; without figures everything is in order.
    @discardableResult
    func inspect(
        _ id: CaseID, accepted: Int? = nil, refused: Int = 0, missing: Int = 0
    ) async throws -> Case {
        let lin = lin
        return try await act {
            let lines = try $0.view(id, for: lin, in: $1, $2).record.lines.filter { $0.accepted == nil }
            let outcomes = lines.map {
                InspectedLine(
                    line: .line($0.lineID), accepted: accepted ?? $0.quantity, refused: refused,
                    missing: missing, note: nil)
            }
            return try $0.inspect(id, outcomes, by: lin, in: $1, $2)
        }
    }

    /// Money goes back past all cases.
    func refundElsewhere(_ fen: Int64) async throws {
        let view = try await orderView()
        try await database.write(in: Self.shop) { [payments] transaction in
            _ = try payments.refund(
                RefundOrder(
                    orderID: "1001", caseID: nil, customerID: "mei", amount: .fen(fen), purpose: .sale,
                    destination: .original, payments: view.paid), by: .system, in: Self.shop, transaction)
        }
    }

    /// 林 sends back what inspection turned down.
    @discardableResult
    func sendRefusedGoods(_ id: CaseID) async throws -> Case {
        let lin = lin
        return try await act {
            try $0.sendRefusedGoods(id, carrier: "SF", trackingNumber: "SF300", by: lin, in: $1, $2)
        }
    }

    /// 林 writes that the goods are on their way, 梅 that they have arrived.
    @discardableResult
    func deliver(_ id: CaseID) async throws -> Case {
        let (mei, lin) = (mei, lin)
        return try await act {
            _ = try $0.shipReplacement(id, carrier: "SF", trackingNumber: "SF200", by: lin, in: $1, $2)
            return try $0.confirm(id, by: mei, in: $1, $2)
        }
    }

    /// A refund of a pot that never came: above what is approved at once, so that a human decides.
    func inReview() async throws -> Case { try await open(CaseApplication(.refundOnly, "notReceived")) }

    @discardableResult
    func approve(_ id: CaseID, _ fen: Int64? = nil, by taker: StepTaker) async throws -> Case {
        try await act {
            try $0.approve(id, CaseApproval(amount: fen.map { .fen($0) }), by: taker, in: $1, $2)
        }
    }

    @discardableResult
    func reject(_ id: CaseID, _ reason: String = "delivered", by taker: StepTaker) async throws -> Case {
        try await act { try $0.reject(id, reason: reason, note: nil, by: taker, in: $1, $2) }
    }

    @discardableResult
    func offer(
        _ kind: OfferKind, _ fen: Int64? = nil, on id: CaseID, by taker: StepTaker
    ) async throws -> Case {
        try await act {
            try $0.offer(kind, amount: fen.map { .fen($0) }, note: nil, on: id, by: taker, in: $1, $2)
        }
    }

    @discardableResult
    func accept(_ number: Int, on id: CaseID, by taker: StepTaker) async throws -> Case {
        try await act { try $0.acceptOffer(number, on: id, by: taker, in: $1, $2) }
    }

    @discardableResult
    func give(_ files: [String], on id: CaseID, by taker: StepTaker? = nil) async throws -> Case {
        let taker = taker ?? mei
        return try await act { try $0.giveEvidence(files, note: nil, on: id, by: taker, in: $1, $2) }
    }

    @discardableResult
    func withdraw(_ id: CaseID) async throws -> Case {
        let mei = mei
        return try await act { try $0.withdraw(id, by: mei, in: $1, $2) }
    }

    @discardableResult
    func dispute(_ id: CaseID) async throws -> Case {
        let mei = mei
        return try await act { try $0.dispute(id, note: nil, by: mei, in: $1, $2) }
    }

    @discardableResult
    func rule(_ ruling: Ruling, _ fen: Int64? = nil, on id: CaseID) async throws -> Case {
        let platform = platform
        return try await act {
            try $0.arbitrate(id, ruling, amount: fen.map { .fen($0) }, note: nil, by: platform, in: $1, $2)
        }
    }

    @discardableResult
    func reopen(_ id: CaseID) async throws -> Case {
        let supervisor = supervisor
        return try await act {
            try $0.reopen(id, reason: "the parcel came after all", by: supervisor, in: $1, $2)
        }
    }

    /// What could not be collected for an exchange is given up.
    @discardableResult
    func giveUpDifference(
        _ id: CaseID, then: UnpaidDifference, by taker: StepTaker? = nil
    ) async throws -> Case {
        let taker = taker ?? supervisor
        return try await act {
            try $0.giveUpDifference(id, then: then, note: nil, by: taker, in: $1, $2)
        }
    }

    @discardableResult
    func repair(_ id: CaseID, _ outcome: RepairOutcome, note: String? = nil) async throws -> Case {
        let lin = lin
        return try await act { try $0.repair(id, outcome, note: note, by: lin, in: $1, $2) }
    }
}
