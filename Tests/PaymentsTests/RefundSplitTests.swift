import Base
import Customers
import Payments
import TestSupport
import Testing

@Suite struct RefundSplitTests {
    @Test(arguments: 1...300)
    func `the parts sum to the amount and none is more than its payment has left`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let sources = (0..<1 + chance.below(5)).map { place in
            let paid = Int64(chance.below(chance.pick([10, 100_000])))
            return source(place, paid: paid, refunded: Int64(chance.below(Int(paid) + 1)))
        }
        let left = sources.reduce(Int64(0)) { $0 + $1.left.amount }
        let amount = Int64(chance.below(Int(left) + 1))
        let parts = try #require(RefundSplit.split(.fen(amount), over: sources), "seed \(seed)")
        #expect(parts.reduce(0) { $0 + $1.amount.amount } == amount, "seed \(seed)")
        for part in parts {
            let own = try #require(sources.first { $0.methodID == part.methodID })
            #expect(part.amount.isPositive && part.amount <= own.left, "seed \(seed)")
        }
        #expect(RefundSplit.split(.fen(left + 1), over: sources) == nil, "seed \(seed)")
    }

    @Test(
        arguments: [
            (0, []), (1, [1]), (50_00, [15_00, 35_00]), (100_00, [30_00, 70_00]), (3, [1, 2]),
        ] as [(Int64, [Int64])])
    func `a refund is divided in proportion to what is left`(amount: Int64, parts: [Int64]) {
        let sources = [source(0, paid: 30_00), source(1, paid: 70_00), source(2, paid: 9, refunded: 9)]
        #expect(RefundSplit.split(.fen(amount), over: sources)?.map(\.amount.amount) == parts)
    }

    private func source(_ place: Int, paid: Int64, refunded: Int64 = 0) -> RefundSplit.Source {
        RefundSplit.Source(
            payment: Identifier("p\(place)"), methodID: Identifier("m\(place)"), methodKind: .wechatPay,
            paid: .fen(paid), refunded: .fen(refunded))
    }
}

@Suite struct MovementStateTests {
    private static let moves: [MovementState: Set<MovementState>] = [
        .ordered: [.sent, .succeeded, .failed, .undone], .sent: [.sent, .unknown, .succeeded, .failed],
        .unknown: [.unknown, .sent, .succeeded, .failed], .failed: [.ordered, .undone, .succeeded],
        .succeeded: [],
        .undone: [.succeeded],
    ]

    @Test(arguments: MovementState.allCases, MovementState.allCases)
    func `a movement goes where the table says`(from: MovementState, to: MovementState) {
        #expect(from.allows(to) == Self.moves[from]?.contains(to))
    }

    @Test(arguments: [
        (MovementState.ordered, "ordered", false), (.sent, "ordered", false), (.unknown, "unknown", false),
        (.succeeded, "succeeded", true), (.failed, "failed", true), (.undone, "failed", true),
    ])
    func `the contract knows four words`(state: MovementState, word: String, isSettled: Bool) {
        #expect(state.contractWord == word)
        #expect(state.isSettled == isSettled)
    }
}
