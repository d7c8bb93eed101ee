import Base
import Customers
import Events
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales
@testable import Orders

/// One run. A class, so that what it has seen so far can be told when it fails.
final class RandomWalk {
    private let seed: UInt64
    let world: TestWorld
    private let pack: PolicyPack
    private var chance: SeededChance
    var trace: [String] = []
    var opened: [Identifier<Case>] = []
    var legality = LegalMoves()
    /// What the platform has given of a case's money whatever became of its goods, in minor units.
    var ruled: [Identifier<Case>: Int64] = [:]

    init(seed: UInt64) async throws {
        self.seed = seed
        chance = SeededChance(seed: seed)
        var behaviour = SimulatedProvider.Behaviour()
        behaviour.refusedBasisPoints = 800
        behaviour.lostAfterBasisPoints = 1_000
        behaviour.lostBeforeBasisPoints = 1_000
        behaviour.lateBasisPoints = 1_000
        behaviour.doubledBasisPoints = 1_000
        behaviour.seed = seed
        let name = ["seven-day", "pinduoduo-like", "seven-day", "retail-simple"][Int(seed % 4)]
        world = try await TestWorld(pack: name, provider: .simulated(behaviour), seed: seed)
        pack = try ShippedPacks.load(name)
        try await world.stock(giftCard: 200_00)
        for order in Self.orders { try await world.order(order) }
    }

    private static let orders = [
        OrderSpecification(
            "1001", lines: [.init("pot-white", 3, paid: 299_99), .init("cup-white", 2)],
            payments: [.init("mei-gift", 100_00), .init("mei-wechat", 249_99)], freight: 10_00),
        OrderSpecification("1002", lines: [.init("kettle-steel"), .init("tea-green", 7, paid: 200_01)]),
        OrderSpecification(
            "1003", .shipped, lines: [.init("pot-white", 2)],
            payments: [.init("mei-wechat", 200_00), .init("mei-wechat", 50_00, .refund)]),
        OrderSpecification("1004", .pending, lines: [.init("cup-white", 9)], freight: 8_00),
    ]

    func run(steps: Int) async throws {
        for step in 1...steps {
            do {
                try await move()
            } catch let refusal as any Refusal {
                trace.append("  refused: \(refusal.code)")
            } catch {
                fail("step \(step): \(error)")
                return
            }
            let faults =
                try await world.faults() + newMoves() + brokenPromises() + providersView() + overpaid()
            guard faults.isEmpty, world.deadJobs.elements.isEmpty else {
                fail("step \(step): \(faults + world.deadJobs.elements)")
                return
            }
        }
    }

    /// Every event of the log with its ids, as one number.
    func fingerprint() async throws -> String {
        let events = try await world.database.read { [world] in
            try world.events.store.after(0, in: TestWorld.shop, limit: 100_000, $0)
        }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for event in events {
            let line = "\(event.at) \(event.type) \(event.subject.id) \(event.related) \(event.detail.text)"
            for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return "\(events.count) events, \(String(hash, radix: 16))"
    }

    private func fail(_ what: String) {
        let told = trace.joined(separator: "\n")
        Issue.record("seed \(seed), \(pack.name), \(what)\nthe steps:\n\(told)")
    }

    // MARK: What may happen

    private func move() async throws {
        switch chance.below(25) {
        case 0...4: try await open()
        case 5...13: try await act()
        case 14: try await retry()
        case 20: try await changeOrder()
        case 21: try await undo()
        case 22: try await comeLate()
        case 23, 24: try await goStraight()
        case 15: try await world.runDueJobs()
        case 16:
            // Nobody works for a while, or the clock is set back.
            let span = chance.pick([
                Span.seconds(1), .minutes(4), .hours(30), Span(milliseconds: -90_000),
                Span(milliseconds: -3 * 3_600_000),
            ])
            trace.append("\(world.now) the clock is moved by \(span.milliseconds / 1_000) s")
            world.clock.move(by: span)
        default:
            let span = chance.pick([
                Span.seconds(30), .minutes(5), .hours(1), .hours(13), .days(1), .days(3), .days(9),
            ])
            trace.append("\(world.now) \(span) pass")
            try await world.pass(span)
        }
    }

    private func open() async throws {
        let kind = chance.pick(CaseKind.allCases)
        let order = chance.pick(Self.orders)
        let fitting = pack.reasons.filter { $0.kinds.contains(kind) }
        let reason =
            chance.below(5) > 0 && !fitting.isEmpty ? chance.pick(fitting) : chance.pick(pack.reasons)
        let lines = (0...chance.below(2)).map { _ in
            let line = chance.pick(order.lines)
            let new =
                kind == .exchange ? chance.pick(["pot-blue", "pot-small", "pot-white", "cup-white"]) : nil
            return CaseApplication.Line(line.variant, 1 + chance.below(line.quantity), for: new)
        }
        let evidence = chance.below(3) > 0 ? [try await world.upload()] : []
        let application = CaseApplication(
            kind, reason.code, order: order.id, lines, refundTo: method(), evidence: evidence)
        trace.append(
            "\(world.now) open \(kind) \(reason.code) \(order.id) \(lines.map { "\($0.line.text)x\($0.quantity)" })"
        )
        let record = try await world.open(application, by: chance.below(4) > 0 ? world.mei : world.lin)
        trace.append("  \(record.id) \(record.state) asked \(record.asked)")
        opened.append(record.id)
    }

    private func method() -> String? {
        chance.pick([nil, nil, "mei-gift", "mei-wechat", "mei-card"])
    }

    private func retry() async throws {
        let failed = try await world.database.read { transaction in
            try transaction.rows("SELECT number, kind FROM movements WHERE state = 'failed' ORDER BY number")
            {
                (number: try $0.id() as Identifier<Movement>, kind: try $0.choice() as Movement.Kind)
            }
        }
        guard !failed.isEmpty else { return }
        let (number, kind) = chance.pick(failed)
        if kind == .refund, chance.below(2) == 0 { return try await redirect(number) }
        trace.append("\(world.now) retry \(number)")
        try await world.database.write { [payments = world.payments] in
            _ = try payments.retry(number, by: .system, in: TestWorld.shop, $0)
        }
    }

    private func redirect(_ number: Identifier<Movement>) async throws {
        let destination = chance.pick(
            [.storeCredit, .method("mei-card"), .method("mei-wechat")] as [RefundRedirection])
        trace.append("\(world.now) \(number) goes to \(destination)")
        do {
            try await world.act { try $0.redirectRefund(number, to: destination, by: .system, in: $1, $2) }
        } catch let refusal as any Refusal {
            trace.append("  refused: \(refusal.code)")
        }
    }

    /// What 梅 wants changed in the order that has not been sent yet.
    private func changeOrder() async throws {
        let method = Identifier<PaymentMethod>(chance.pick(["mei-gift", "mei-wechat", "mei-card"]))
        let cups = ChangeRequest.NewQuantity(line: .variant("cup-white"), quantity: chance.below(12))
        let wish: ChangeRequest.Wish =
            switch chance.below(8) {
            case 0: .cancel(reason: "noLongerNeeded")
            case 1...4: .payment(method)
            default: .quantities([cups], method: chance.below(2) == 0 ? method : nil)
            }
        trace.append("\(world.now) change \(wish)")
        try await world.database.write { [orders = world.orders, profile = world.profile] in
            _ = try orders.change(
                ChangeRequest(wish: wish, version: nil), of: "1004", by: Actor(.customer, "mei"), in: profile,
                $0)
        }
    }

    /// A person takes back a charge that failed.
    private func undo() async throws {
        let failed = try await charges(.failed)
        guard !failed.isEmpty else { return }
        let charge = chance.pick(failed)
        trace.append("\(world.now) undo \(charge.number)")
        let then = chance.pick(UnpaidDifference.allCases)
        let zhou = world.supervisor
        try await world.database.write {
            [orders = world.orders, afterSales = world.afterSales, profile = world.profile] in
            if let caseID = charge.caseID {
                _ = try afterSales.giveUpDifference(
                    Identifier(caseID), then: then, note: nil, by: zhou, in: profile, $0)
            } else {
                _ = try orders.undoCharge(charge.number, by: zhou.actor, in: profile, $0)
            }
        }
    }

    /// The provider makes a charge that it had refused and that nobody wants any more.
    private func comeLate() async throws {
        let undone = try await charges(.undone)
        guard !undone.isEmpty else { return }
        let charge = chance.pick(undone)
        trace.append("\(world.now) late \(charge.number)")
        await world.simulated?.makeAfterAll(charge)
    }

    private func charges(_ state: MovementState) async throws -> [Movement] {
        try await world.database.read { [payments = world.payments] transaction in
            try transaction.rows(
                "SELECT number FROM movements WHERE kind = 'payment' AND state = \(state) ORDER BY number"
            ) { try $0.id() as Identifier<Movement> }
            .map { try payments.movement($0, in: TestWorld.shop, transaction) }
        }
    }

    private func act() async throws {
        guard !opened.isEmpty else { return }
        let id = chance.pick(opened)
        let record = try await world.find(id)
        try await take(try await likelyStep(of: record), on: record)
    }

    /// A case goes to its end, or is opened again and goes there once more, so that walks also meet what comes after.
    private func goStraight() async throws {
        guard !opened.isEmpty else { return }
        let id = chance.pick(opened)
        for step in 0..<8 {
            let record = try await world.find(id)
            let legal = try await world.look { try $0.steps(of: record, in: $1, $2) }
            guard let next = Step.straight.first(where: { $0.word.map(legal.contains) == true }),
                next != .reopen || step == 0
            else { return }
            try await take(next, on: record, goesWell: chance.below(4) > 0)
            try await world.runDueJobs()
        }
    }

    private func take(_ step: Step, on record: Case, goesWell: Bool? = nil) async throws {
        let id = record.id
        let taker = goesWell == nil ? chance.pick([world.lin, world.supervisor, world.owner]) : world.owner
        let most = max(1, Int(try max(record.asked, record.facts.read().paid).amount) + 10)
        let isWhole = goesWell == true || chance.below(4) == 0
        let wish = Wish(
            amount: isWhole ? nil : .fen(Int64(chance.below(most))),
            kind: chance.pick(OfferKind.allCases), ruling: chance.pick(Ruling.allCases),
            accepted: record.lines.map { chance.below($0.quantity + 1) }, missing: chance.below(3),
            passes: goesWell ?? (chance.below(2) == 0),
            file: chance.below(2) == 0 ? try await world.upload() : nil, number: 1 + chance.below(3))
        trace.append("\(world.now) \(step) \(id) in \(record.state) \(wish.amount.map(\.description) ?? "")")
        let mei = world.mei
        let after = try await world.act {
            try step.take(wish, on: record, as: taker, for: mei, $0, $1, $2)
        }
        if step == .arbitrate, wish.ruling == .partial { ruled[id, default: 0] += wish.amount?.amount ?? 0 }
        trace.append("  \(after.state)")
    }

    /// Mostly one that the machine allows, now and then any.
    private func likelyStep(of record: Case) async throws -> Step {
        let legal = try await world.look { try $0.steps(of: record, in: $1, $2) }
        let likely = Step.allCases.filter { $0.word.map { legal.contains($0) } ?? false }
        return chance.below(6) == 0 || likely.isEmpty ? chance.pick(Step.allCases) : chance.pick(likely)
    }
}
