import Base

/// Reads a policy pack from YAML and checks it: everything that is wrong is told at once, each with its line.
///
/// Amounts are written in the main unit of the shop's currency (`10.00`) and become its minor units: 1,000 fen, but
/// 10 yen. Spans are `30m`, `48h`, `7d`; shares are `5%`, `12.5%`.
public struct PackReader {
    /// Whether a text is about to be published, or was.
    public enum Stage: Sendable {
        case new
        /// What this program asks for and the one that published the text did not has a default, and is no fault:
        /// a pack that has decided cases can be read for ever.
        case stored
    }

    /// The shape of the document that this program reads; stands in its first line as `format: 1`.
    public static let format = "1"

    let currency: Currency
    let stage: Stage
    let kindNames: Set<String>
    let reasonCodes: Set<String>
    let compensatedCauses: Set<String>
    /// How long a case may wait for a person.
    let reviewing: Span?

    /// - Parameters:
    ///   - currency: the shop's, in which the text gives its amounts.
    ///   - version: what the shop counts, which the text itself does not say.
    /// - Throws: `PackRefusal` with every fault, up to `PackRefusal.mostFaults`.
    public static func read(
        _ yaml: String, in currency: Currency, version: Int = 1, as stage: Stage = .new
    ) throws(PackRefusal) -> PolicyPack {
        let faults = PackFaults()
        let pack = PackSource(yaml, faults).document().flatMap { root in
            PackReader(root, currency, stage).pack(root, version: version)
        }
        guard let pack, faults.isEmpty else { throw PackRefusal(faults: faults.sorted) }
        return pack
    }

    private init(_ root: PackNode, _ currency: Currency, _ stage: Stage) {
        self.currency = currency
        self.stage = stage
        reviewing = root.member("deadlines")?.member("reviewing")?.member("within")?.word.flatMap { Span($0) }
        compensatedCauses = Set(
            root.member("compensations")?.items.compactMap { $0.member("cause")?.word } ?? [])
        kindNames = Set(root.member("kinds")?.memberNames ?? [])
        reasonCodes = Set(root.member("reasons")?.items.compactMap { $0.member("code")?.word } ?? [])
    }

    private func pack(_ root: PackNode, version: Int) -> PolicyPack? {
        root.mapping { keys in
            keys.required("format", formatIsKnown)
            let name = keys.required("name") { $0.code() }
            let title = keys.required("title") { $0.localized(upTo: Limits.nameCharacters, as: .line, stage) }
            let orderChanges = keys.required("orderChanges", orderChanges)
            let kinds = keys.required("kinds", kinds)
            let reasons = keys.required("reasons", reasons)
            let applications = keys.required("applications", applications)
            let refunds = keys.required("refunds", refunds)
            let freight = keys.required("freight", freight)
            let deadlines = keys.required("deadlines", deadlines)
            let promise = keys.required("promise", promise)
            let repairs = keys.required("repairs", repairs)
            let compensations = keys.required("compensations", compensations)
            let grantLimits = keys.required("grantLimits", grantLimits)
            let complaints = keys.required("complaints", complaints)
            let packing = keys.required("packing") {
                $0.localized(upTo: Limits.noteCharacters, as: .lines, stage)
            }
            if let kinds, let reasons { noteWindows(kinds, reasons, in: root) }
            guard let name, let title, let orderChanges, let kinds, let reasons, let applications,
                let refunds,
                let freight, let deadlines, let promise, let repairs, let compensations, let grantLimits,
                let complaints, let packing
            else { return nil }
            return PolicyPack(
                name: name, version: version, title: title, orderChanges: orderChanges, kinds: kinds,
                reasons: reasons, applications: applications, refunds: refunds, freight: freight,
                deadlines: deadlines.states, underWay: deadlines.underWay, goodsBack: deadlines.goodsBack,
                promise: promise, repairs: repairs, compensations: compensations,
                grantLimits: grantLimits, complaints: complaints, packing: packing)
        }
    }

    private func formatIsKnown(_ node: PackNode) -> Bool? {
        guard let value = node.scalar() else { return nil }
        guard value == Self.format else {
            return node.fault(.unknownFormat, ["value": value, "known": Self.format])
        }
        return true
    }
}
