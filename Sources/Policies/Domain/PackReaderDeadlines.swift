import Base

/// The clocks: one for every open state, the five-minute promise, and complaints.
extension PackReader {
    func deadlines(_ node: PackNode) -> [CaseState: DeadlinePolicy]? {
        node.mapping { keys in
            var deadlines: [CaseState: DeadlinePolicy] = [:]
            for state in CaseState.open {
                if node.member(state.rawValue) == nil {
                    node.lack(.missingDeadline, ["state": state.rawValue])
                }
                deadlines[state] = keys.optional(state.rawValue) { deadline($0, of: state) }
            }
            return deadlines
        }
    }

    private func deadline(_ node: PackNode, of state: CaseState) -> DeadlinePolicy? {
        node.mapping { keys in
            let owner = keys.required("owner") { self.owner($0, of: state) }
            let (within, warnBefore) = clock(keys)
            let fallback = keys.required("fallback") { self.fallback($0, of: state) }
            guard let owner, let within, let warnBefore, let fallback else { return nil }
            return DeadlinePolicy(owner: owner, within: within, warnBefore: warnBefore, fallback: fallback)
        }
    }

    private func owner(_ node: PackNode, of state: CaseState) -> DeadlineOwner? {
        guard let owner = node.choice(of: DeadlineOwner.allCases) else { return nil }
        guard state.possibleOwners.contains(owner) else {
            let choices = PackNode.names(state.possibleOwners)
            return node.fault(
                .unfitOwner, ["state": state.rawValue, "owner": owner.rawValue, "choices": choices])
        }
        return owner
    }

    private func fallback(_ node: PackNode, of state: CaseState) -> DeadlineFallback? {
        guard let fallback = node.choice(of: DeadlineFallback.allCases) else { return nil }
        guard state.possibleFallbacks.contains(fallback) else {
            let choices = PackNode.names(state.possibleFallbacks)
            return node.fault(
                .unfitFallback, ["state": state.rawValue, "fallback": fallback.rawValue, "choices": choices])
        }
        return fallback
    }

    /// `within` and a `warnBefore` that lies inside it.
    private func clock(_ keys: PackKeys) -> (within: Span?, warnBefore: Span?) {
        let within = keys.required("within") { $0.lastingSpan() }
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
            let within = keys.required("within") { $0.lastingSpan() }
            let approveUpTo = keys.required("approveUpTo") { $0.amount() }
            let otherwise = keys.required("otherwise") { $0.choice(of: PromisePolicy.Provisional.allCases) }
            let offer = keys.required("offer") { $0.share(upTo: 10_000) }
            guard let within, let approveUpTo, let otherwise, let offer else { return nil }
            return PromisePolicy(
                within: within, approveUpTo: approveUpTo, otherwise: otherwise, offerBasisPoints: offer)
        }
    }

    func complaints(_ node: PackNode) -> ComplaintPolicy? {
        node.mapping { keys in
            let (within, warnBefore) = clock(keys)
            guard let within, let warnBefore else { return nil }
            return ComplaintPolicy(within: within, warnBefore: warnBefore)
        }
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
