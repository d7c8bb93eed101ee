import Base
import Customers
import Orders
import Policies
import TestSupport
import Testing

@testable import AfterSales

@Suite struct UnitAllocationTests {
    @Test(arguments: [(Int64(100_00), 3), (99_99, 5), (1, 7), (0, 2), (12_345_67, 97)])
    func `units claimed one after another come to the paid amount to the fen`(paid: Int64, units: Int) throws
    {
        var claims: [LineClaim] = []
        for unit in 0..<units {
            let part = try allocate(1, of: order(paid: paid, units: units), after: claims)
            claims.append(claim(part, unit: unit))
        }
        #expect(claims.reduce(0) { $0 + $1.value } == paid)
    }

    @Test(arguments: 1...40)
    func `whatever is claimed, withdrawn and claimed again never comes to more than was paid`(
        seed: UInt64
    ) throws {
        var chance = SeededChance(seed: seed)
        let (paid, units) = (Int64(chance.below(1_000)), 1 + chance.below(7))
        var claims: [LineClaim] = []
        for step in 0..<30 {
            if chance.below(3) == 0, !claims.isEmpty {
                claims.remove(at: chance.below(claims.count))
            } else {
                let left = units - claims.reduce(0) { $0 + $1.units(asking: .returnRefund) }
                guard left > 0 else { continue }
                let part = try allocate(
                    1 + chance.below(left), of: order(paid: paid, units: units), after: claims)
                claims.append(claim(part, unit: step))
            }
            #expect(claims.reduce(0) { $0 + $1.value } <= paid, "seed \(seed), step \(step)")
        }
    }

    @Test func `units that lie with another case are not free`() throws {
        let order = order(paid: 100_00, units: 3)
        let first = claim(try allocate(2, of: order, after: []), unit: 0)
        #expect(try allocate(1, of: order, after: [first]).quantity == 1)
        #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "", left: 1)) {
            try allocate(2, of: order, after: [first])
        }
    }

    @Test(arguments: [
        [LineName.variant("pot-white"), .variant("pot-white")], [.line("1"), .variant("pot-white")],
        [.variant("pot-white"), .line("1")],
    ])
    func `wishes that ask for too much together are told what they may ask for together`(
        names: [LineName]
    ) throws {
        let wishes = names.map { CaseApplication.Line(line: $0, quantity: 3, newVariantID: nil) }
        #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "", left: 5)) {
            try UnitAllocation(order: order(paid: 500, units: 5), kind: .returnRefund, claims: [])
                .allocate(wishes)
        }
    }

    @Test func `a wish for one line is served before one that any line of the variant can serve`() throws {
        let parts = try UnitAllocation(
            order: order(paid: 200, units: 2, in: ["1", "2"]), kind: .returnRefund, claims: []
        ).allocate([
            CaseApplication.Line("pot-white", 2),
            CaseApplication.Line(line: .line("1"), quantity: 2, newVariantID: nil),
        ])
        #expect(parts.map(\.lineID) == ["2", "1"])
    }

    @Test func `a line that the order does not have is unknown`() {
        #expect(throws: AfterSalesRefusal.lineUnknown(id: "cup-white")) {
            try UnitAllocation(order: order(paid: 1, units: 1), kind: .returnRefund, claims: [])
                .allocate(["cup-white"])
        }
    }

    /// What became of a case with two units, and how many of three are free then.
    @Test(arguments: [
        (CaseKind.returnRefund, CaseState.refunded, Int?.none, 1), (.returnRefund, .refunded, 1, 2),
        (.returnRefund, .withdrawn, nil, 3), (.returnRefund, .expired, nil, 3),
        (.returnRefund, .refused, nil, 3),
        (.returnRefund, .rejected, nil, 1), (.refundOnly, .refunded, nil, 1),
        (.exchange, .fulfilling, nil, 1),
        (.exchange, .fulfilled, nil, 3), (.compensation, .refunding, nil, 3),
        (.priceProtection, .refunding, nil, 3),
    ])
    func `what became of a case says how many units are free`(
        kind: CaseKind, state: CaseState, accepted: Int?, free: Int
    ) throws {
        let earlier = LineClaim(
            caseID: "C1", kind: kind, reason: "other", state: state, lineID: "1", quantity: 2,
            accepted: accepted, value: 0,
            granted: 0, askedOfCase: 0)
        let order = order(paid: 300, units: 3)
        #expect(try allocate(free, of: order, after: [earlier]).quantity == free)
        #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "", left: free)) {
            try allocate(free + 1, of: order, after: [earlier])
        }
    }

    private func allocate(_ units: Int, of order: Order, after claims: [LineClaim]) throws -> CaseLine {
        let parts = try UnitAllocation(order: order, kind: .returnRefund, claims: claims)
            .allocate([CaseApplication.Line("pot-white", units)])
        return try #require(parts.first)
    }

    private func claim(_ part: CaseLine, unit: Int) -> LineClaim {
        LineClaim(
            caseID: Identifier("C\(unit)"), kind: .returnRefund, reason: "other", state: .awaitingReturn,
            lineID: part.lineID,
            quantity: part.quantity, accepted: nil, value: part.value.amount, granted: 0, askedOfCase: 0)
    }

    private func order(
        paid: Int64, units: Int, in lines: [Identifier<OrderLine>] = ["1"]
    ) -> Order {
        Order(
            id: "1001", customerID: "mei", status: .delivered, placedAt: nil, paidAt: nil, shippedAt: nil,
            deliveredAt: nil,
            address: Address(line1: "8", line2: "", city: "", region: "", country: "", postalCode: ""),
            freight: .fen(0),
            lines: lines.map {
                OrderLine(
                    id: $0, variantID: "pot-white", productID: "pot", title: "", options: [:],
                    price: .fen(paid), quantity: units, paid: .fen(paid), exclusionConfirmed: false)
            }, shipments: [], version: 0)
    }
}

@Suite struct InspectedLineTests {
    @Test func `an outcome named by variant spans its lines, accepted units first`() throws {
        let lines = try InspectedLine.apply([outcome("pot", 3, 1)], to: [part("1", 2), part("2", 2)])
        #expect(lines.map(\.accepted) == [2, 1])
        #expect(lines.map(\.refused) == [0, 1])
    }

    @Test(arguments: [(1, 0), (2, 1), (0, 0), (-1, 3)])
    func `every unit is accounted for`(accepted: Int, refused: Int) {
        #expect(throws: AfterSalesRefusal.inspectionIncomplete(id: "pot")) {
            try InspectedLine.apply([outcome("pot", accepted, refused)], to: [part("1", 2)])
        }
    }

    @Test func `no line is left out and none is made up`() {
        #expect(throws: AfterSalesRefusal.inspectionIncomplete(id: "cup")) {
            try InspectedLine.apply([outcome("pot", 1, 0)], to: [part("1", 1), part("2", 1, "cup")])
        }
        #expect(throws: AfterSalesRefusal.lineUnknown(id: "tea")) {
            try InspectedLine.apply([outcome("tea", 1, 0)], to: [part("1", 1)])
        }
    }

    @Test func `a line is told of once`() {
        let line = InspectedLine(line: .line("1"), accepted: 0, refused: 1, note: nil)
        #expect(throws: AfterSalesRefusal.lineTwice(id: "1")) {
            try InspectedLine.apply([outcome("pot", 1, 0), line], to: [part("1", 1)])
        }
    }

    @Test func `a line and a variant that do not belong together name nothing`() {
        let line = InspectedLine(line: .lineOfVariant("1", "cup"), accepted: 1, refused: 0, note: nil)
        #expect(throws: AfterSalesRefusal.lineUnknown(id: "1 (cup)")) {
            try InspectedLine.apply([line], to: [part("1", 1), part("2", 1, "cup")])
        }
    }

    private func outcome(_ variant: String, _ accepted: Int, _ refused: Int) -> InspectedLine {
        InspectedLine(line: .variant(Identifier(variant)), accepted: accepted, refused: refused, note: nil)
    }

    private func part(_ line: String, _ quantity: Int, _ variant: String = "pot") -> CaseLine {
        CaseLine(
            lineID: Identifier(line), variantID: Identifier(variant), newVariantID: nil, quantity: quantity,
            accepted: nil, refused: nil, inspectionNote: nil, value: .fen(0), granted: .fen(0),
            newPrice: nil, listPrice: nil, isExchanged: false)
    }
}
