import Base

/// What windows must agree on: with the orders that they count for, and with each other.
extension PackReader {
    func noteWindows(_ kinds: [CaseKind: KindPolicy], _ reasons: [ReasonPolicy], in root: PackNode) {
        guard stage == .new, let node = root.member("kinds") else { return }
        for kind in CaseKind.allCases {
            guard let policy = kinds[kind], let place = node.member(kind.rawValue) else { continue }
            let asked = reasons.filter { $0.kinds.contains(kind) }
            let (own, others) = (asked.filter(\.isOwnWish), asked.filter { !$0.isOwnWish })
            noteNotBegun(policy.window, kind, policy, own, at: place.member("window"))
            noteNotBegun(policy.faultWindow, kind, policy, others, at: place.member("faultWindow"))
            if !own.isEmpty, !others.isEmpty { noteShorter(policy, at: place.member("faultWindow")) }
        }
    }

    /// Nobody can tell whether an order is in time that has not come to where its time begins.
    private func noteNotBegun(
        _ window: WindowPolicy?, _ kind: CaseKind, _ policy: KindPolicy, _ reasons: [ReasonPolicy],
        at node: PackNode?
    ) {
        guard let window, let place = node?.member("from") ?? node else { return }
        let status = OrderStatus.allCases.first { status in
            policy.during.contains(status) && !status.hasCome(to: window.from)
                && reasons.contains { $0.fits(kind, status) }
        }
        guard let status else { return }
        let choices = PackNode.names(WindowStart.allCases.filter { status.hasCome(to: $0) })
        place.lack(
            .windowNotBegun, ["from": window.from.rawValue, "status": status.rawValue, "choices": choices])
    }

    /// Who got faulty goods has at least as long as who changed their mind.
    private func noteShorter(_ policy: KindPolicy, at node: PackNode?) {
        guard let node, let fault = policy.faultWindow, fault.surelyEnds(before: policy.window) else {
            return
        }
        node.lack(
            .faultWindowShorter, ["fault": fault.words, "own": policy.window.map(\.words) ?? "none"])
    }
}

extension OrderStatus {
    fileprivate func hasCome(to start: WindowStart) -> Bool {
        switch (self, start) {
        case (_, .placedAt), (_, .paidAt): true
        case (.shipped, .shippedAt), (.delivered, .shippedAt), (.delivered, .deliveredAt): true
        case (.pending, _), (.processed, _), (.cancelled, _), (.shipped, .deliveredAt): false
        }
    }
}

extension WindowPolicy {
    /// `7d from deliveredAt`, in the words of a pack.
    fileprivate var words: String { "\(within) from \(from.rawValue)" }

    /// Whatever the order's times are; nil: a window without an end.
    fileprivate func surelyEnds(before other: WindowPolicy?) -> Bool {
        guard let other else { return true }
        let all = WindowStart.allCases
        guard let own = all.firstIndex(of: from), let its = all.firstIndex(of: other.from), own <= its else {
            return false
        }
        // The shop's midnight may be a day away.
        let delay = startsNextDay && !other.startsNextDay ? Span.days(1) : .seconds(0)
        let (longest, shortest) = (within.milliseconds + delay.milliseconds, other.within.milliseconds)
        guard longest == shortest else { return longest < shortest }
        return own < its || (!startsNextDay && other.startsNextDay)
    }
}
