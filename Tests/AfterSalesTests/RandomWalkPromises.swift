import Base
import Events
import Payments
import Policies
import Storage
import TestSupport

@testable import AfterSales

/// What must hold after every step of a walk, beside what must hold of all records.
extension RandomWalk {
    /// Moves of the machine that the log has gained, and that the machine does not know.
    func newMoves() async throws -> [String] {
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
    func brokenPromises() async throws -> [String] {
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
    func overpaid() async throws -> [String] {
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
    func providersView() async throws -> [String] {
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
