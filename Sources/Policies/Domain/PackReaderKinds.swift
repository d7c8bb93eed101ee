import Base

/// What may be asked for: changes of an order, kinds of case, and how often.
extension PackReader {
    func orderChanges(_ node: PackNode) -> OrderChangePolicy? {
        node.mapping { keys in
            OrderChangePolicy(
                cancel: keys.optional("cancel", change), address: keys.optional("address", change),
                payment: keys.optional("payment", change), lines: keys.optional("lines", change),
                quantities: keys.optional("quantities", change))
        }
    }

    private func change(_ node: PackNode) -> OrderChangePolicy.Change? {
        node.mapping { keys in
            let during = keys.required("during") { statuses($0, of: [.pending, .processed]) }
            let reasons = keys.optional("reasons") { $0.list(knownReason) }
            let times = keys.optional("times") { $0.count() }
            let isLast = keys.optional("isLast") { $0.flag() }
            let needsSinglePayment = keys.optional("needsSinglePayment") { $0.flag() }
            return during.map {
                OrderChangePolicy.Change(
                    during: $0, reasons: reasons, times: times, isLast: isLast ?? false,
                    needsSinglePayment: needsSinglePayment ?? false)
            }
        }
    }

    /// States of an order, of which a new pack may name those that make sense.
    func statuses(_ node: PackNode, of fitting: [OrderStatus]) -> Set<OrderStatus>? {
        let statuses = node.someChoices(of: OrderStatus.allCases)
        guard stage == .new else { return statuses }
        for item in node.items {
            guard let status = item.word.flatMap(OrderStatus.init(rawValue:)), !fitting.contains(status)
            else {
                continue
            }
            item.lack(.unfitStatus, ["status": status.rawValue, "choices": PackNode.names(fitting)])
        }
        return statuses
    }

    private func knownReason(_ node: PackNode) -> String? {
        guard let code = node.code() else { return nil }
        return reasonCodes.contains(code) ? code : node.fault(.unknownReason, ["reason": code])
    }

    func kinds(_ node: PackNode) -> [CaseKind: KindPolicy]? {
        node.mapping { keys in
            var kinds: [CaseKind: KindPolicy] = [:]
            for kind in CaseKind.allCases {
                kinds[kind] = keys.optional(kind.rawValue) { self.kind($0, of: kind) }
            }
            return kinds.isEmpty && node.memberNames.isEmpty ? node.fault(.emptyList) : kinds
        }
    }

    private func kind(_ node: PackNode, of kind: CaseKind) -> KindPolicy? {
        node.mapping { keys in
            let during = keys.required("during") { statuses($0, of: kind.fittingStatuses) }
            let window = keys.required("window", unless: "none", window)
            let faultWindow = keys.required("faultWindow", unless: "none", self.window)
            let exclusions = keys.required("exclusions") { $0.choices(of: ExclusionClass.allCases) }
            let approval = keys.required("approval", approval)
            guard let during, let exclusions, let approval else { return nil }
            return KindPolicy(
                during: during, window: window, faultWindow: faultWindow, exclusions: exclusions,
                approval: approval)
        }
    }

    private func window(_ node: PackNode) -> WindowPolicy? {
        if let word = node.word { return node.fault(.malformedWindow, ["value": String(word.prefix(60))]) }
        return node.mapping { keys in
            let within = keys.required("within") { $0.lastingSpan() }
            let from = keys.required("from") { $0.choice(of: WindowStart.allCases) }
            let startsNextDay = keys.optional("startsNextDay") { $0.flag() }
            let renews = keys.optional("renews") { $0.flag() }
            guard let within, let from else { return nil }
            return WindowPolicy(
                within: within, from: from, startsNextDay: startsNextDay ?? false,
                renews: renews ?? false)
        }
    }

    /// `always`, `human`, or `upTo:` with an amount.
    private func approval(_ node: PackNode) -> ApprovalPolicy? {
        if node.isMapping {
            return node.mapping { keys in keys.required("upTo", amount).map { .upTo($0) } }
        }
        switch node.choice(of: PlainApproval.allCases) {
        case .always: return .always
        case .human: return .human
        case nil: return nil
        }
    }

    func applications(_ node: PackNode) -> ApplicationPolicy? {
        node.mapping { keys in
            ApplicationPolicy(
                perLine: keys.required("perLine", unless: "unlimited") { $0.count() },
                perOrder: keys.required("perOrder", unless: "unlimited") { $0.count() })
        }
    }
}

extension CaseKind {
    /// What never left cannot come back. A cancelled order has gone back whole; what the shop did wrong before can
    /// still be made good.
    var fittingStatuses: [OrderStatus] {
        if returnsGoods { return [.shipped, .delivered] }
        return OrderStatus.allCases.filter { $0 != .cancelled || self == .compensation }
    }
}

private enum PlainApproval: String, CaseIterable { case always, human }
