import Base
import Customers
import Events
import Foundation
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales
@testable import Orders

/// Customers, staff, the platform, a provider with faults and the clock do whatever they can think of; whatever comes
/// of it, no invariant breaks. `HUITOU_WALKS` says how many walks, `HUITOU_STEPS` how long; `HUITOU_SEED` repeats one.
@Suite struct RandomWalkTests {
    private static let walks = number("HUITOU_WALKS") ?? (TestEngine.current == .sqlite ? 160 : 40)
    private static let steps = number("HUITOU_STEPS") ?? 60
    private static let seeds = number("HUITOU_SEED").map { [UInt64($0)] } ?? Array(1...UInt64(walks))

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init)
    }

    @Test(arguments: seeds)
    func `whatever happens, the invariants hold`(seed: UInt64) async throws {
        let walk = try await RandomWalk(seed: seed)
        try await walk.run(steps: Self.steps)
    }

    @Test(arguments: [3, 4] as [UInt64])
    func `the same seed gives the same run`(seed: UInt64) async throws {
        var prints: Set<String> = []
        for _ in 0..<2 {
            let walk = try await RandomWalk(seed: seed)
            try await walk.run(steps: Self.steps)
            prints.insert(try await walk.fingerprint())
        }
        #expect(prints.count == 1)
    }
}

/// One run. A class, so that what it has seen so far can be told when it fails.
private final class RandomWalk {
    private let seed: UInt64
    private let world: TestWorld
    private let pack: PolicyPack
    private var chance: SeededChance
    private var trace: [String] = []
    private var opened: [Identifier<Case>] = []
    private var legality = LegalMoves()
    /// What the platform has given of a case's money whatever became of its goods, in minor units.
    private var ruled: [Identifier<Case>: Int64] = [:]

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
        switch chance.below(23) {
        case 0...4: try await open()
        case 5...13: try await act()
        case 14: try await retry()
        case 20: try await changeOrder()
        case 21: try await undo()
        case 22: try await comeLate()
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
        let step = try await likelyStep(of: record)
        let taker = chance.pick([world.lin, world.supervisor, world.owner])
        let most = max(1, Int(try max(record.asked, record.facts.read().paid).amount) + 10)
        let wish = Wish(
            amount: chance.below(4) == 0 ? nil : .fen(Int64(chance.below(most))),
            kind: chance.pick(OfferKind.allCases), ruling: chance.pick(Ruling.allCases),
            accepted: record.lines.map { chance.below($0.quantity + 1) }, passes: chance.below(2) == 0,
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

    // MARK: What must hold

    /// Moves of the machine that the log has gained, and that the machine does not know.
    private func newMoves() async throws -> [String] {
        let position = legality.position
        let events = try await world.database.read { [world] in
            try world.events.store.after(position, in: TestWorld.shop, limit: 10_000, $0)
        }
        var faults: [String] = []
        for event in events where event.subject.kind == "case" && event.type.hasPrefix("case.") {
            let record = try await world.find(Identifier(event.subject.id))
            if let fault = legality.fault(event, record.kind) { faults.append(fault) }
        }
        legality.position = events.last?.position ?? position
        return faults
    }

    /// Cases that wait for a first decision longer than five minutes although the timers have run.
    private func brokenPromises() async throws -> [String] {
        guard trace.last?.hasSuffix("pass") == true else { return [] }
        var faults: [String] = []
        for id in opened {
            let record = try await world.find(id)
            let isSilent = try await !world.story(of: id).contains("case.promiseMissed")
            if record.state == .reviewing, record.decidedAt == nil, record.promiseDue < world.now, isSilent {
                faults.append("\(id) is undecided after \(world.now - record.openedAt)")
            }
        }
        return faults
    }

    /// A return is paid for what inspection accepted and for what both sides or the platform agreed on beside it: nobody
    /// has goods and money.
    private func overpaid() async throws -> [String] {
        var faults: [String] = []
        for id in opened {
            let view = try await world.view(id)
            let record = view.record
            guard record.kind == .returnRefund else { continue }
            let accepted = record.lines.filter { $0.accepted != nil }.reduce(0) { $0 + $1.passed.amount }
            let agreed = view.parts.offers.filter { $0.state == .accepted }
                .reduce(ruled[id, default: 0]) { $0 + ($1.amount?.amount ?? 0) }
            let freight = try max(0, record.asked.amount - record.facts.read().paid.amount)
            let granted = record.lines.reduce(0) { $0 + $1.granted.amount }
            if granted > accepted + agreed + freight {
                faults.append("\(id) has \(granted) for goods of \(accepted) and \(agreed) agreed on")
            }
        }
        return faults
    }

    /// What succeeded here moved there; what failed here did not.
    private func providersView() async throws -> [String] {
        let seen = try await world.simulated?.seen() ?? []
        let moved = Set(seen.filter(\.moved).map(\.number))
        return try await world.database.read { transaction in
            try transaction.rows(
                """
                SELECT number, state FROM movements
                WHERE number NOT LIKE '%/%' AND amount > 0 AND method_kind NOT IN ('giftCard', 'storeCredit')
                """
            ) { (number: try $0.text(), state: try $0.choice(MovementState.self)) }
            .filter { $0.state.isSettled && ($0.state == .succeeded) != moved.contains($0.number) }
            .map {
                "\($0.number) \($0.state) here, \(moved.contains($0.number) ? "moved" : "not moved") there"
            }
        }
    }
}
