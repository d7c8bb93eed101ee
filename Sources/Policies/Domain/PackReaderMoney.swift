import Base

/// Where money goes and how much of it: refunds, freight, repairs that fail, compensation, what a person may grant.
extension PackReader {
    func refunds(_ node: PackNode) -> RefundPolicy? {
        node.mapping { keys in
            let destinations = keys.required("destinations") {
                $0.someChoices(of: RefundPolicy.Destination.allCases)
            }
            let difference = keys.required("exchangeDifference") {
                $0.someChoices(of: RefundPolicy.Destination.allCases)
            }
            let freight = keys.required("freightWithWholeOrder") { $0.flag() }
            guard let destinations, let difference, let freight else { return nil }
            return RefundPolicy(
                refunds: destinations, exchangeDifference: difference, freightWithWholeOrder: freight)
        }
    }

    func freight(_ node: PackNode) -> FreightPolicy? {
        node.mapping { keys in
            let returnCap = keys.required("returnCap", amount)
            let remoteCap = keys.required("remoteCap") { self.remoteCap($0, over: returnCap) }
            let regions = keys.required("remoteRegions") {
                $0.list { $0.text(upTo: Limits.nameCharacters, as: .line, stage) }
            }
            guard let returnCap, let remoteCap, let regions else { return nil }
            return FreightPolicy(returnCap: returnCap, remoteCap: remoteCap, remoteRegions: regions)
        }
    }

    /// Parcels from far away cost no less than all others.
    private func remoteCap(_ node: PackNode, over returnCap: Int64?) -> Int64? {
        guard let cap = amount(node) else { return nil }
        guard stage == .new, let returnCap, cap < returnCap else { return cap }
        return node.fault(
            .remoteCapBelowReturnCap,
            ["returnCap": Money(returnCap, currency).digits, "remoteCap": Money(cap, currency).digits])
    }

    func repairs(_ node: PackNode) -> RepairPolicy? {
        node.mapping { keys in
            let most = keys.required("most") { $0.count(upTo: stage == .new ? Self.mostRepairs : nil) }
            let then = keys.required("then", repairRemedy)
            guard let most, let then else { return nil }
            return RepairPolicy(most: most, then: then)
        }
    }

    /// Nobody sends the same thing in more often.
    private static let mostRepairs = 10

    /// Packs named a kind of case here once: new goods or the money are what its customers were told.
    private func repairRemedy(_ node: PackNode) -> RepairRemedy? {
        if stage == .stored, let word = node.word, RepairRemedy(rawValue: word) == nil {
            switch CaseKind(rawValue: word) {
            case .resend, .exchange: return .exchange
            case .refundOnly, .returnRefund: return .refund
            case .compensation, .priceProtection, .repair: return .customerChooses
            case nil: break
            }
        }
        return node.choice(of: RepairRemedy.allCases)
    }

    func compensations(_ node: PackNode) -> [CompensationPolicy]? {
        var seen: Set<String> = []
        return node.list { item in
            item.mapping { keys in
                let cause = keys.required("cause", knownCause)
                let share = keys.required("share") { $0.share(upTo: Self.largestShare) }
                let floor = keys.required("floor", amount)
                let cap = keys.required("cap") { self.cap($0, over: floor) }
                let promised = keys.optional("promised", promisedTime)
                let lowersPrice = keys.optional("lowersPrice") { $0.flag() } ?? false
                guard let cause, let share, let floor, let cap else { return nil }
                guard seen.insert(cause).inserted else { return item.fault(.duplicateItem, ["value": cause]) }
                return CompensationPolicy(
                    cause: cause, basisPoints: share, floor: floor, cap: cap, promised: promised,
                    lowersPrice: lowersPrice)
            }
        }
    }

    /// `{within: 48h, from: paidAt, until: shippedAt}`
    private func promisedTime(_ node: PackNode) -> PromisedTime? {
        node.mapping { keys in
            let within = keys.required("within") { $0.lastingSpan() }
            let from = keys.required("from") { $0.choice(of: WindowStart.allCases) }
            let until = keys.required("until") { self.until($0, after: from) }
            guard let within, let from, let until else { return nil }
            return PromisedTime(from: from, until: until, within: within)
        }
    }

    private func until(_ node: PackNode, after from: WindowStart?) -> WindowStart? {
        guard let until = node.choice(of: WindowStart.allCases.filter { $0 != from }) else { return nil }
        let order = WindowStart.allCases
        guard stage == .new, let from, let first = order.firstIndex(of: from),
            let last = order.firstIndex(of: until), last < first
        else { return until }
        return node.fault(.promisedBackwards, ["from": from.rawValue, "until": until.rawValue])
    }

    /// Ten times the price, the highest that shops promise (假一赔十), in basis points.
    private static let largestShare = 100_000

    private func knownCause(_ node: PackNode) -> String? {
        guard let cause = node.code() else { return nil }
        if reasonCodes.contains(cause) || Breach(rawValue: cause) != nil { return cause }
        return node.fault(.unknownCause, ["cause": cause, "breaches": PackNode.names(Breach.allCases)])
    }

    private func cap(_ node: PackNode, over floor: Int64?) -> Int64? {
        guard let cap = amountOrUnlimited(node) else { return nil }
        guard let floor, cap < floor else { return cap }
        return node.fault(
            .capBelowFloor, ["floor": Money(floor, currency).digits, "cap": Money(cap, currency).digits])
    }

    func grantLimits(_ node: PackNode) -> [Role: Int64]? {
        node.mapping { keys in
            var limits: [Role: Int64] = [:]
            for role in [Role.agent, .supervisor, .owner, .platform] {
                limits[role] = keys.optional(role.rawValue, amountOrUnlimited)
            }
            if stage == .new { checkOrder(of: limits, node) }
            return limits
        }
    }

    /// Nobody may grant more than those above them; the platform, which decides disputes, no less than an agent.
    private func checkOrder(of limits: [Role: Int64], _ node: PackNode) {
        for (role, superior) in [
            (Role.agent, Role.supervisor), (.supervisor, .owner), (.agent, .platform),
        ] {
            guard let limit = limits[role], let most = limits[superior], limit > most else { continue }
            node.member(role.rawValue)?.lack(
                .limitAboveSuperior,
                [
                    "role": role.rawValue, "superior": superior.rawValue,
                    "most": Money(most, currency).digits,
                ])
        }
    }

    /// An amount, or the word `unlimited` for `Limits.largestAmount`.
    private func amountOrUnlimited(_ node: PackNode) -> Int64? {
        node.word == "unlimited" ? Limits.largestAmount : amount(node)
    }

    func amount(_ node: PackNode) -> Int64? { node.amount(in: currency, as: stage) }
}
