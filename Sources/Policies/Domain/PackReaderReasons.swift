import Base

/// Why something may be asked for.
extension PackReader {
    func reasons(_ node: PackNode) -> [ReasonPolicy]? {
        var seen: Set<String> = []
        let reasons = node.list { item in reason(item, after: &seen) }
        noteKindsWithoutReason(reasons, in: node)
        return reasons
    }

    private func reason(_ node: PackNode, after seen: inout Set<String>) -> ReasonPolicy? {
        var known = seen
        defer { seen = known }
        return node.mapping { keys in
            let code = keys.required("code") { node -> String? in
                guard let code = node.code() else { return nil }
                return known.insert(code).inserted ? code : node.fault(.duplicateItem, ["value": code])
            }
            let says = keys.required("says") { $0.localized(upTo: Limits.nameCharacters, as: .line, stage) }
            let fault = keys.required("fault") { $0.choice(of: Fault.allCases) }
            let quality = keys.required("quality") { $0.flag() }
            let evidence = keys.required("evidence") { $0.choices(of: EvidenceKind.allCases) }
            let returnFreight = keys.required("returnFreight") { $0.choice(of: FreightPayer.allCases) }
            let kinds = keys.required("kinds") { self.kinds($0, of: code) }
            let during = keys.optional("during") { node in kinds.flatMap { self.during(node, $0) } }
            let arrivesWithin = keys.optional("arrivesWithin") { $0.span() }
            guard let code, let says, let fault, let quality, let evidence, let returnFreight, let kinds
            else {
                return nil
            }
            return ReasonPolicy(
                code: code, says: says, fault: fault, quality: quality, evidence: evidence,
                returnFreight: returnFreight, kinds: kinds, during: during ?? [:],
                arrivesWithin: arrivesWithin)
        }
    }

    /// A list for all of its kinds, or a list for each of some.
    private func during(_ node: PackNode, _ kinds: Set<CaseKind>) -> [CaseKind: Set<OrderStatus>]? {
        guard node.isMapping else {
            let fitting = OrderStatus.allCases.filter { status in
                kinds.contains { $0.fittingStatuses.contains(status) }
            }
            return statuses(node, of: fitting).map { during in
                Dictionary(uniqueKeysWithValues: kinds.map { ($0, during) })
            }
        }
        return node.mapping { keys in
            CaseKind.allCases.filter(kinds.contains).reduce(into: [:]) { during, kind in
                during[kind] = keys.optional(kind.rawValue) { statuses($0, of: kind.fittingStatuses) }
            }
        }
    }

    private func knownKinds(_ node: PackNode) -> Set<CaseKind>? {
        guard let kinds = node.choices(of: CaseKind.allCases) else { return nil }
        for item in node.items {
            if let name = item.word, !kindNames.contains(name) { item.lack(.unknownKind, ["kind": name]) }
        }
        return kinds
    }

    /// What is compensated stands in the table with its sum; a pack from before that was asked for allows none instead.
    private func kinds(_ node: PackNode, of reason: String?) -> Set<CaseKind>? {
        guard let kinds = knownKinds(node) else { return nil }
        guard let reason, kinds.contains(.compensation), !compensatedCauses.contains(reason) else {
            return kinds
        }
        guard stage == .new else { return kinds.subtracting([.compensation]) }
        let item = node.items.first { $0.word == CaseKind.compensation.rawValue }
        return item?.fault(.compensationWithoutRow, ["reason": reason])
    }

    private func noteKindsWithoutReason(_ reasons: [ReasonPolicy]?, in node: PackNode) {
        guard let reasons, stage == .new else { return }
        let asked = Set(reasons.flatMap { $0.kinds.map(\.rawValue) })
        for kind in CaseKind.allCases
        where kindNames.contains(kind.rawValue) && !asked.contains(kind.rawValue) {
            node.lack(.kindWithoutReason, ["kind": kind.rawValue])
        }
    }
}
