import Base

/// The clocks: one for every open state, the five-minute promise, and complaints.
extension PackReader {
    struct Deadlines {
        let states: [CaseState: DeadlinePolicy]
        let underWay: DeadlinePolicy
        let goodsBack: DeadlinePolicy
    }

    func deadlines(_ node: PackNode) -> Deadlines? {
        node.mapping { keys in
            var states: [CaseState: DeadlinePolicy] = [:]
            for state in CaseState.open {
                let clock = PackClock(
                    state.rawValue, state.possibleOwners, state.possibleFallbacks, least: state.leastWait)
                states[state] = deadline(clock, keys, node)
            }
            let underWay = deadline(Self.underWay, keys, node)
            let goodsBack = deadline(Self.goodsBack, keys, node)
            guard let underWay, let goodsBack else { return nil }
            return Deadlines(states: states, underWay: underWay, goodsBack: goodsBack)
        }
    }

    /// Goods that were sent wait for the parcel and for the customer, and count as received in the end. Of packs from
    /// before there was such a clock: as in the shipped ones, 15 days after shipping (自动确认收货).
    private static let underWay = PackClock(
        "underWay", [.carrier, .customer], [.confirm, .escalate], least: .days(3),
        before: DeadlinePolicy(
            owner: .customer, within: .days(15), warnBefore: .days(5), fallback: .confirm))

    /// Goods that inspection turned down wait for the shop to send them back; before: as in the shipped packs.
    private static let goodsBack = PackClock(
        "goodsBack", [.merchant], [.escalate],
        before: DeadlinePolicy(
            owner: .merchant, within: .days(7), warnBefore: .days(2), fallback: .escalate))

    private func deadline(_ clock: PackClock, _ keys: PackKeys, _ node: PackNode) -> DeadlinePolicy? {
        if node.member(clock.name) == nil {
            if stage == .stored, let before = clock.before { return before }
            node.lack(.missingDeadline, ["state": clock.name])
        }
        return keys.optional(clock.name) { deadline($0, clock) }
    }

    private func deadline(_ node: PackNode, _ clock: PackClock) -> DeadlinePolicy? {
        node.mapping { keys in
            let owner = keys.required("owner") { self.owner($0, clock) }
            let (within, warnBefore) = self.clock(keys, atLeast: stage == .new ? clock.least : .minutes(1))
            let fallback = keys.required("fallback") { self.fallback($0, clock) }
            guard let owner, let within, let warnBefore, let fallback else { return nil }
            return DeadlinePolicy(owner: owner, within: within, warnBefore: warnBefore, fallback: fallback)
        }
    }

    private func owner(_ node: PackNode, _ clock: PackClock) -> DeadlineOwner? {
        guard let owner = node.choice(of: DeadlineOwner.allCases) else { return nil }
        guard clock.owners.contains(owner) else {
            let choices = PackNode.names(clock.owners)
            return node.fault(
                .unfitOwner, ["state": clock.name, "owner": owner.rawValue, "choices": choices])
        }
        return owner
    }

    private func fallback(_ node: PackNode, _ clock: PackClock) -> DeadlineFallback? {
        guard let fallback = node.choice(of: DeadlineFallback.allCases) else { return nil }
        guard clock.fallbacks.contains(fallback) else {
            let choices = PackNode.names(clock.fallbacks)
            return node.fault(
                .unfitFallback, ["state": clock.name, "fallback": fallback.rawValue, "choices": choices])
        }
        return fallback
    }

    /// `within` and a `warnBefore` that lies inside it.
    private func clock(_ keys: PackKeys, atLeast least: Span) -> (within: Span?, warnBefore: Span?) {
        let within = keys.required("within") { $0.lastingSpan(least) }
        let warnBefore = keys.required("warnBefore") { node -> Span? in
            guard let warnBefore = node.span() else { return nil }
            guard let within, warnBefore >= within else { return warnBefore }
            return node.fault(
                .warningTooEarly, ["warnBefore": warnBefore.description, "within": within.description])
        }
        return (within, warnBefore)
    }

    func promise(_ node: PackNode) -> PromisePolicy? {
        node.mapping { keys in
            let within = keys.required("within", promised)
            let approveUpTo = keys.required("approveUpTo", amount)
            let otherwise = keys.required("otherwise") { $0.choice(of: PromisePolicy.Provisional.allCases) }
            let offer = keys.required("offer") { self.offer($0, otherwise) }
            let offerUpTo = keys.optional("offerUpTo", amount)
            guard let within, let approveUpTo, let otherwise, let offer else { return nil }
            return PromisePolicy(
                within: within, approveUpTo: approveUpTo, otherwise: otherwise, offerBasisPoints: offer,
                offerUpTo: offerUpTo ?? approveUpTo)
        }
    }

    /// Whoever says that an offer goes out says of how much. One may follow a request for evidence, too.
    private func offer(_ node: PackNode, _ otherwise: PromisePolicy.Provisional?) -> Int? {
        guard let share = node.share(upTo: 10_000) else { return nil }
        guard stage == .new, share == 0, let otherwise, otherwise != .approve else { return share }
        return node.fault(.offerOfNothing, ["offer": "0%", "otherwise": otherwise.rawValue])
    }

    /// What is promised comes before the deadline of those who keep it.
    private func promised(_ node: PackNode) -> Span? {
        guard let within = node.lastingSpan() else { return nil }
        guard stage == .new, let reviewing, within > reviewing else { return within }
        return node.fault(
            .promiseTooLong, ["within": within.description, "deadline": reviewing.description])
    }

    func complaints(_ node: PackNode) -> ComplaintPolicy? {
        node.mapping { keys in
            let (within, warnBefore) = clock(keys, atLeast: .minutes(1))
            guard let within, let warnBefore else { return nil }
            return ComplaintPolicy(within: within, warnBefore: warnBefore)
        }
    }
}

/// What one clock of a pack may say.
private struct PackClock {
    let name: String
    let owners: [DeadlineOwner]
    let fallbacks: [DeadlineFallback]
    /// How long it lasts at least.
    let least: Span
    /// Of packs that were published before there was this clock; nil: there always was.
    let before: DeadlinePolicy?

    init(
        _ name: String, _ owners: [DeadlineOwner], _ fallbacks: [DeadlineFallback],
        least: Span = .minutes(1), before: DeadlinePolicy? = nil
    ) {
        self.least = least
        self.before = before
        self.name = name
        self.owners = owners
        self.fallbacks = fallbacks
    }
}

extension CaseState {
    /// For whom the state can wait; empty when the case is closed.
    public var possibleOwners: [DeadlineOwner] {
        switch self {
        case .reviewing, .inspecting, .repairing: [.merchant]
        case .awaitingEvidence, .offered, .rejected, .awaitingReturn: [.customer]
        case .returning: [.carrier]
        case .refunding: [.provider]
        case .fulfilling: [.merchant, .carrier, .customer]
        case .disputed: [.platform]
        case .refunded, .fulfilled, .withdrawn, .expired, .refused: []
        }
    }

    /// How long somebody must have at least: a customer sleeps and works before a photograph is taken or an answer
    /// given, and a parcel takes a way to the post.
    fileprivate var leastWait: Span {
        switch self {
        case .awaitingEvidence, .offered, .rejected: .days(1)
        case .awaitingReturn: .days(3)
        case .reviewing, .returning, .inspecting, .refunding, .fulfilling, .repairing, .disputed, .refunded,
            .fulfilled, .withdrawn, .expired, .refused:
            .minutes(1)
        }
    }

    /// What can happen by itself when the state has lasted too long; empty when the case is closed.
    public var possibleFallbacks: [DeadlineFallback] {
        switch self {
        case .reviewing: [.approve, .escalate]
        case .awaitingEvidence, .offered: [.review, .expire, .escalate]
        case .rejected, .awaitingReturn: [.expire, .escalate]
        case .inspecting: [.refundInFull, .escalate]
        case .refunding: [.query, .escalate]
        case .fulfilling: [.confirm, .escalate]
        case .returning, .repairing, .disputed: [.escalate]
        case .refunded, .fulfilled, .withdrawn, .expired, .refused: []
        }
    }
}
