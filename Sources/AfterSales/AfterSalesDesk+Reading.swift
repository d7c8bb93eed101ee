import Base
import Customers
import Events
import Orders
import Payments
import Policies
import Storage

/// A case with all that hangs on it.
public struct CaseView: Sendable {
    public internal(set) var record: Case
    public internal(set) var parts: CaseParts
    public let movements: [Movement]
    /// Whose reasons the decision's rules name; nil where they name none.
    public let pack: PolicyPack?

    /// What is still to be collected of an exchange's difference; nothing before inspection.
    public var unpaid: Money { record.unpaid(movements) }

    /// It was not collected, and nothing under way collects it: the new goods wait for it.
    public var isDifferenceOpen: Bool {
        record.state == .fulfilling && unpaid.isPositive
            && movements.allSatisfy { $0.kind == .refund || $0.state.isSettled }
    }

    /// A refund was refused by its provider for good, and the shop has to choose another way.
    public var hasRefusedRefund: Bool { movements.contains { $0.kind == .refund && $0.state == .failed } }

    /// What goes back in money for the case; nil when nothing was ordered. A charge that is sent back is no part of it.
    public var refunded: Money? {
        let refunds = movements.filter { $0.kind == .refund && $0.state != .undone && $0.returns == nil }
        return refunds.isEmpty ? nil : refunds.reduce(.zero(record.currency)) { $0 + $1.amount }
    }
}

extension AfterSalesDesk {
    /// - Throws: `caseUnknown`; a customer sees own cases only.
    public func view(
        _ id: Identifier<Case>, for taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> CaseView {
        try view(load(id, for: taker, in: shop, transaction), in: shop, transaction)
    }

    public func view(
        _ record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> CaseView {
        try views([record], in: shop, transaction)[0]
    }

    /// A case that this transaction has opened: beside what came with the application nothing hangs on it yet.
    public func view(
        opened record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> CaseView {
        let evidence =
            try record.facts.read().evidence.isEmpty
            ? [] : parts.evidence(of: record, in: shop.id, transaction)
        let movements =
            record.state == .refunding || record.state == .refunded
            ? try payments.movements(ofCase: record.id.text, in: shop.id, transaction) : []
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        return CaseView(
            record: record,
            parts: CaseParts(offers: [], evidence: evidence, parcels: [], notes: [], goodsBack: nil),
            movements: movements, pack: pack)
    }

    /// Cases with all that hangs on them, in the same order.
    private func views(
        _ records: [Case], in shop: ShopProfile, _ transaction: Transaction
    ) throws -> [CaseView] {
        let parts = try parts.parts(of: records, in: shop.id, transaction)
        let movements = try payments.movements(ofCases: records.map(\.id.text), in: shop.id, transaction)
        let versions = Set(records.map(\.decision).filter(\.namesReason).map(\.packVersion))
        let packs = try Dictionary(
            uniqueKeysWithValues: versions.map {
                ($0, try policies.pack(of: shop, version: $0, in: transaction))
            })
        return records.map { record in
            CaseView(
                record: record, parts: parts[record.id.text] ?? .none,
                movements: movements[record.id.text] ?? [], pack: packs[record.decision.packVersion])
        }
    }

    public func list(
        _ filter: CaseFilter, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Page<CaseView> {
        let page = try queue(filter, in: shop.id, transaction)
        return Page(items: try views(page.items, in: shop, transaction), next: page.next)
    }

    /// The cases alone, for queues that show a line each.
    public func queue(_ filter: CaseFilter, in shop: ShopID, _ transaction: Transaction) throws -> Page<Case>
    {
        Page(try cases.list(filter, in: shop, transaction), limit: filter.limit) { filter.cursor(after: $0) }
    }

    /// What is owed of goods that inspection turned down, by the text of the case's id.
    public func goodsBack(
        of records: [Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: GoodsBack] {
        let cases = Dictionary(records.map { ($0.id.text, $0) }) { first, _ in first }
        return try goodsBack.owed(of: cases, in: shop, transaction)
    }

    /// Units of closed cases that the customer has not to send: turned down and not sent back.
    public func stranded(
        of records: [Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<OrderLine>: Int] {
        let closed = records.filter(\.state.isClosed)
        let owed = try goodsBack(of: closed.filter { $0.refusedUnitsThere > 0 }, in: shop, transaction)
        var units: [Identifier<OrderLine>: Int] = [:]
        for record in closed {
            let isOwed = owed[record.id.text].map { $0.sentAt == nil } ?? false
            for line in record.lines where isOwed { units[line.lineID, default: 0] += line.refusedThere }
        }
        return units.filter { $0.value > 0 }
    }

    /// How many cases a filter finds, counted up to its limit.
    public func count(_ filter: CaseFilter, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        min(try cases.count(filter, in: shop, transaction), filter.limit)
    }

    /// Whose case it is; nil where there is none.
    public func owner(
        of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Identifier<Customer>? {
        try cases.find(id, in: shop, transaction)?.customerID
    }

    public func ids(
        ofOrder order: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        try cases.ids(ofOrder: order, in: shop, transaction)
    }

    /// - Throws: `caseUnknown`.
    public func timeline(
        of id: Identifier<Case>, for taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> [DomainEvent] {
        _ = try load(id, for: taker, in: shop, transaction)
        let all = try events.store.timeline(of: id.text, in: shop.id, transaction)
        return taker.isCustomer ? all.filter { !Self.ofTheShop.contains($0.type) } : all
    }

    /// What happens to a case that is not its customer's to see.
    public static let ofTheShop: Set<String> = [
        "case.noted", "case.assigned", "personalData.shown", "refund.paidTwice",
    ]

    public func books(
        of id: Identifier<Case>, for taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> [BookEntry] {
        _ = try load(id, for: taker, in: shop, transaction)
        return try payments.books(ofCase: id.text, in: shop.id, transaction)
    }

    /// How many open cases stand in which state, and which of them wait for the shop; each counted up to a thousand.
    public func openCounts(in shop: ShopID, _ transaction: Transaction) throws -> OpenCases {
        let all = try cases.openCounts(CaseState.open, upTo: 1_000, in: shop, transaction)
        let shared = CaseState.open.filter(\.waitsForSeveral)
        let ours = try cases.openCounts(shared, of: .merchant, upTo: 1_000, in: shop, transaction)
        let own = all.filter { $0.key.possibleOwners == [.merchant] }
        return OpenCases(all: all, merchants: own.merging(ours) { $1 })
    }

    /// What may be done with a case now: the machine's answer for each step with an example payload.
    public func steps(
        of record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Set<String> {
        let machine = CaseStateMachine(record)
        var steps = Set(
            CaseEvent.examples.compactMap { event in
                // A refusal: not possible now.
                (try? machine.next(from: record.state, event)) == nil ? nil : event.word
            })
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        if pack.isTooLateToDispute(record, at: transaction.now) { steps.remove(CaseEvent.disputed.word) }
        if steps.contains(CaseEvent.settledElsewhere.word), record.goneElsewhere == nil,
            try !canSettleElsewhere(record, in: shop.id, transaction)
        {
            steps.remove(CaseEvent.settledElsewhere.word)
        }
        if record.state == .awaitingReturn, try !parts.hasRefusedParcel(record.id, in: shop.id, transaction) {
            steps.remove(CaseEvent.notArrived.word)
        }
        if try refusedGoodsUnderWay(record, in: shop, transaction) != nil {
            steps.insert(CaseEvent.notArrived.word)
        }
        return steps
    }

    /// Where an approval would lead; nil where none is possible now.
    public func approvalLeads(
        of record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws -> CaseState? {
        var record = record
        if record.isDecidedAnew(by: .approved), try isSentBack(record, in: shop, transaction) {
            record.handBackRefused()
        }
        // A refusal: not possible now.
        return (try? CaseStateMachine(record).next(from: record.state, .approved))?.state
    }

    /// The five-minute promise by day: kept, broken, and what is undecided now.
    /// - Parameter starts: when each day begins, ascending; a day ends with the next, the last is open.
    public func promise(
        days starts: [Timestamp], in shop: ShopID, _ transaction: Transaction
    ) throws -> PromiseFigures {
        try PromiseStore(cases: cases).figures(days: starts, in: shop, transaction)
    }

    /// Replays stored facts under another pack and says what would have been decided otherwise.
    public func rehearse(
        _ pack: PolicyPack, since: Timestamp, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Rehearsal {
        var packs: [Int: CasePolicy] = [:]
        var rehearsal = Rehearsal(
            old: { version in
                if let known = packs[version] { return known }
                let policy = CasePolicy(
                    pack: try policies.pack(of: shop, version: version, in: transaction), day: shop.day)
                packs[version] = policy
                return policy
            }, new: CasePolicy(pack: pack, day: shop.day))
        try cases.rehearsable(since: since, limit: 100_000, in: shop.id, transaction) {
            try rehearsal.take($0)
        }
        return rehearsal
    }
}

/// Open cases by state.
public struct OpenCases: Sendable {
    public let all: [CaseState: Int]
    /// Those that wait for the shop.
    public let merchants: [CaseState: Int]

    /// How many of these states wait for the shop, for others, or for anybody.
    public func count(_ states: [CaseState], of owners: [DeadlineOwner]) -> Int {
        states.reduce(0) {
            let (all, merchants) = (all[$1] ?? 0, merchants[$1] ?? 0)
            return $0 + (owners.isEmpty ? all : owners.contains(.merchant) ? merchants : all - merchants)
        }
    }
}

extension CaseState {
    /// A provisional answer waits for the customer beside the shop's own clock; goods wait to be sent, then received.
    var waitsForSeveral: Bool { self == .awaitingEvidence || self == .offered || self == .fulfilling }
}
