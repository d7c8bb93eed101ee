import Base
import Customers
import Storage
import TestSupport
import Testing

@testable import Payments

/// The provider of sandboxes says no where a real one does.
@Suite struct SimulatedProviderTests {
    private static let refused = GatewayAnswer.refused(reason: SimulatedProvider.refundAbovePayment)

    @Test func `all refunds of a payment together are at most the payment`() async throws {
        let provider = try await Provider()
        #expect(await provider.simulated.send(order("R1", 60_00)) == .succeeded)
        #expect(await provider.simulated.send(order("R2", 40_01)) == Self.refused)
        #expect(await provider.simulated.query(order("R2", 40_01)) == Self.refused)
        #expect(await provider.simulated.send(order("R3", 40_00)) == .succeeded)
        #expect(await provider.simulated.send(order("R4", 1)) == Self.refused)
    }

    @Test func `a number that is sent again counts once`() async throws {
        let provider = try await Provider()
        for _ in 0..<3 { #expect(await provider.simulated.send(order("R1", 100_00)) == .succeeded) }
        #expect(try await provider.simulated.seen().map(\.calls) == [3])
    }

    @Test func `what was refused leaves room, and what was only taken on leaves none`() async throws {
        var late = SimulatedProvider.Behaviour()
        late.lateBasisPoints = 10_000
        let provider = try await Provider(late)
        #expect(await provider.simulated.send(order("R1", 100_01)) == Self.refused)
        #expect(await provider.simulated.send(order("R2", 100_00)) == .accepted)
        #expect(await provider.simulated.send(order("R3", 1)) == Self.refused)
    }

    @Test func `payments of other shops and money that is no part of a payment are bounded by none`()
        async throws
    {
        let provider = try await Provider()
        #expect(await provider.simulated.send(order("R1", 100_00)) == .succeeded)
        #expect(await provider.simulated.send(order("R2", 100_00, in: TestWorld.otherShop)) == .succeeded)
        let free = GatewayOrder(shop: TestWorld.shop, movement: movement("R3", .refund, 500_00), payment: nil)
        #expect(await provider.simulated.send(free) == .succeeded)
    }

    private struct Provider {
        let simulated: SimulatedProvider
        private let directory: TestDirectory

        init(_ behaviour: SimulatedProvider.Behaviour = .init()) async throws {
            directory = try TestDirectory()
            let memory = try directory.database(
                "provider.sqlite", outside: Outside(now: { TestClock.start }, random: { 0 }))
            try await memory.migrate(SimulatedProvider.migrations)
            simulated = SimulatedProvider(memory: memory, behaviour: { behaviour }, notice: { _, _ in })
        }
    }

    /// A refund of a payment of 100.
    private func order(_ number: String, _ fen: Int64, in shop: ShopID = TestWorld.shop) -> GatewayOrder {
        GatewayOrder(
            shop: shop, movement: movement(number, .refund, fen),
            payment: movement("1001/1", .payment, 100_00)
        )
    }

    private func movement(_ number: String, _ kind: Movement.Kind, _ fen: Int64) -> Movement {
        Movement(
            number: Identifier(number), kind: kind, orderID: "1001", caseID: nil, customerID: "mei",
            methodID: "mei-wechat", methodKind: .wechatPay, amount: .fen(fen), state: .sent,
            orderedAt: TestClock.start, sentAt: nil, settledAt: nil, lateAt: nil, isLate: false, attempts: 0,
            fault: nil, tiedTo: nil, returns: nil, payment: nil, providerReference: nil)
    }
}
