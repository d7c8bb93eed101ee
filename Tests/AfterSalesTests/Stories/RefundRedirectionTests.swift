import AfterSales
import Base
import Customers
import Payments
import Policies
import Storage
import TestSupport
import Testing

/// A refund that its provider refuses for good still reaches the customer, and the books say how.
@Suite struct RefundRedirectionTests {
    /// A return whose refund the provider has refused.
    private func refused() async throws -> (
        world: TestWorld, id: TestWorld.CaseID, number: Identifier<Movement>
    ) {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "noLongerNeeded")).id
        world.gateway.answer(.refused(reason: "accountClosed"))
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        let record = try await world.find(id)
        #expect(record.state == .refunding && record.isEscalated)
        return (world, id, try #require(try await world.view(id).movements.first).number)
    }

    @Test func `to store credit it arrives at once, and the case ends`() async throws {
        let (world, id, number) = try await refused()
        try await world.redirect(number, to: .storeCredit)
        #expect(try await world.find(id).state == .refunded)
        let moved = try await world.view(id).movements
        #expect(moved.map(\.state) == [.undone, .succeeded])
        #expect(moved.map(\.methodKind) == [.wechatPay, .storeCredit])
        #expect(moved.last?.replaces == number)
        #expect(try await world.replacements(of: number) == moved.suffix(1).map(\.number))
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.balance("store-credit") == 100_00)
        #expect(try await world.story(of: id).contains("refund.redirected"))
        #expect(try await world.faults() == [])
    }

    @Test func `to another method it is sent under a number of its own`() async throws {
        let (world, id, number) = try await refused()
        try await world.redirect(number, to: .method("mei-card"))
        #expect(try await world.find(id).state == .refunding)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        let call = try #require(world.gateway.calls.last)
        #expect(call.number != number && call.payment == nil && call.amount == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `what is refused another time goes another way again`() async throws {
        let (world, id, number) = try await refused()
        world.gateway.answer(.refused(reason: "accountClosed"))
        try await world.redirect(number, to: .method("mei-card"))
        try await world.runDueJobs()
        let second = try #require(try await world.view(id).movements.last)
        #expect(second.state == .failed)
        try await world.redirect(second.number, to: .method("mei-gift"))
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.balance() == 150_00)
        #expect(try await world.faults() == [])
    }

    @Test func `compensation stays compensation in the books, whichever way it goes`() async throws {
        let world = try await TestWorld.opened()
        world.gateway.answer(.refused(reason: "accountClosed"))
        let opened = try await world.open(CaseApplication(.compensation, "lateShipping"))
        if opened.state != .refunding { try await world.approve(opened.id, by: world.owner) }
        try await world.runDueJobs()
        let failed = try #require(try await world.view(opened.id).movements.first)
        #expect(failed.state == .failed)
        try await world.redirect(failed.number, to: .storeCredit)
        let owner = world.owner
        let books = try await world.look { try $0.books(of: opened.id, for: owner, in: $1, $2) }
        let spent = books.reduce(Int64(0)) {
            $0 + ($1.debit == "compensation" ? $1.amount.amount : 0)
                - ($1.credit == "compensation" ? $1.amount.amount : 0)
        }
        #expect(spent == failed.amount.amount)
        #expect(!books.contains { $0.credit == "sales" })
        #expect(try await world.faults() == [])
    }

    @Test func `a person pays it past the provider, with a reference`() async throws {
        let (world, id, number) = try await refused()
        let owner = world.owner
        try await world.act {
            try $0.recordHandPayment(of: number, reference: "ICBC 8842", by: owner.actor, in: $1, $2)
        }
        #expect(try await world.find(id).state == .refunded)
        let paid = try #require(try await world.view(id).movements.first)
        #expect(paid.state == .succeeded && paid.handReference == "ICBC 8842")
        let books = try await world.look { try $0.books(of: id, for: owner, in: $1, $2) }
        #expect(books.last?.credit == "byHand" && books.last?.amount == .fen(100_00))
        #expect(!books.contains { $0.credit.hasPrefix("provider") })
        #expect(try await world.faults() == [])
    }

    @Test func `only what failed goes another way, and only to another method of the same customer`()
        async throws
    {
        let (world, _, number) = try await refused()
        await #expect(throws: AfterSalesRefusal.refundMethodUnknown) {
            try await world.redirect(number, to: .method("lan-wechat"))
        }
        await #expect(throws: AfterSalesRefusal.refundMethodNotAllowed) {
            try await world.redirect(number, to: .method("mei-wechat"))
        }
        try await world.redirect(number, to: .storeCredit)
        await #expect(throws: PaymentRefusal.movementNotRetryable(state: "undone")) {
            try await world.redirect(number, to: .storeCredit)
        }
        #expect(try await world.balance("store-credit") == 100_00)
    }

    @Test func `a provider that pays after all is told once, and nothing is paid again for it`() async throws
    {
        let (world, id, number) = try await refused()
        try await world.redirect(number, to: .storeCredit)
        for _ in 1...2 {
            try await world.database.write(in: TestWorld.shop) { [jobs = world.paymentJobs] in
                try jobs.take(.succeeded, of: number, in: TestWorld.shop, $0)
            }
        }
        #expect(try await world.story(of: id).count { $0 == "refund.paidTwice" } == 1)
        #expect(try await world.view(id).movements.first?.fault == Movement.paidTwice)
        #expect(try await world.faults() == [])
    }
}

extension TestWorld {
    fileprivate func redirect(
        _ number: Identifier<Movement>, to destination: RefundRedirection
    ) async throws {
        let actor = supervisor.actor
        try await act { try $0.redirectRefund(number, to: destination, by: actor, in: $1, $2) }
    }

    fileprivate func replacements(of number: Identifier<Movement>) async throws -> [Identifier<Movement>] {
        try await database.read { [payments] in
            try payments.replacements(of: number, in: Self.shop, $0)
        }
    }
}
