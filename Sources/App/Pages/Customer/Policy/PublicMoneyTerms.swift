import Base
import Markup
import Policies

/// Where refunds go, who pays for parcels, how often one may apply, and what a broken promise is worth.
struct PublicMoneyTerms {
    let pack: PolicyPack
    let reader: Reader

    var section: PolicySection {
        PolicySection(
            id: "money", title: reader["publicPolicy.money"],
            content: PolicySection.list(sentences))
    }

    var sentences: [String] { destinations + freight + limits }

    var compensations: PolicySection? {
        if pack.compensations.isEmpty { return nil }
        return PolicySection(
            id: "compensations", title: reader["publicPolicy.compensation"],
            content: """
                <table class="terms"><thead><tr><th scope="col">\(reader["publicPolicy.compensation.cause"])\
                </th>\
                <th scope="col">\(reader["publicPolicy.compensation.amount"])</th></tr></thead>\
                <tbody>\(each: pack.compensations, row)</tbody></table>
                """)
    }

    private var destinations: [String] {
        [
            reader["publicPolicy.refunds", ["places": places(pack.refunds.refunds)]],
            pack.kinds[.exchange] == nil
                ? nil
                : reader["publicPolicy.difference", ["places": places(pack.refunds.exchangeDifference)]],
            pack.refunds.freightWithWholeOrder ? reader["publicPolicy.freightToo"] : nil,
        ].compactMap { $0 }
    }

    private func places(_ allowed: Set<RefundPolicy.Destination>) -> String {
        reader.either(
            RefundPolicy.Destination.allCases.filter(allowed.contains).map {
                reader["destination.\($0.rawValue)"]
            })
    }

    private var freight: [String] {
        let (near, far) = (amount(pack.freight.returnCap), amount(pack.freight.remoteCap))
        let regions = remoteNames
        return [
            reader["publicPolicy.returnCap", ["amount": near]],
            regions.isEmpty || near == far
                ? nil : reader["publicPolicy.remoteCap", ["amount": far, "regions": reader.all(regions)]],
        ].compactMap { $0 }
    }

    /// A region may stand in both scripts; a reader sees the one that is theirs, where that can be told.
    private var remoteNames: [String] {
        let names = pack.freight.remoteRegions
        let traditional = Set(["內蒙古", "甘肅", "寧夏"])
        let simplified = Set(["内蒙古", "甘肃", "宁夏"])
        return names.filter { !(reader.language == .traditional ? simplified : traditional).contains($0) }
    }

    private var limits: [String] {
        [
            pack.applications.perLine.map { reader["publicPolicy.perLine", ["limit": "\($0)"]] },
            pack.applications.perOrder.map { reader["publicPolicy.perOrder", ["limit": "\($0)"]] },
        ].compactMap { $0 }
    }

    private func row(_ policy: CompensationPolicy) -> HTML {
        let cause =
            reader.sentence("breach.\(policy.cause)")
            ?? DecisionText(reader: reader, pack: pack).reason(policy.cause)
        return "<tr><th scope=\"row\">\(cause)\(promised(policy))</th><td>\(worth(policy))</td></tr>"
    }

    private func promised(_ policy: CompensationPolicy) -> HTML? {
        policy.promised.map { promised in
            let words = [
                "within": reader.span(promised.within), "from": reader["from.\(promised.from.rawValue)"],
                "step": reader["step.\(promised.until.rawValue)"],
            ]
            return "<br><small>\(reader["publicPolicy.promised", words])</small>"
        }
    }

    private func worth(_ policy: CompensationPolicy) -> String {
        if policy.floor == policy.cap { return amount(policy.cap) }
        let facts = [
            "share": "\(policy.basisPoints / 100)%", "floor": amount(policy.floor),
            "cap": policy.cap >= Limits.largestAmount ? "" : amount(policy.cap),
        ]
        return reader[
            policy.cap >= Limits.largestAmount ? "publicPolicy.worth.open" : "publicPolicy.worth", facts]
    }

    private func amount(_ minor: Int64) -> String { reader.money(Money(minor, reader.currency)) }
}
