import Base
import Orders

/// What inspection found of one line's units.
public struct InspectedLine: Sendable {
    public let line: LineName
    /// Of an exchange: which of the units, by what takes their place; nil: all.
    public let newVariantID: Identifier<Variant>?
    public let accepted: Int
    public let refused: Int
    /// Of the refused, what was not in the parcel.
    public let missing: Int
    public let note: String?

    public init(
        line: LineName, for newVariantID: Identifier<Variant>? = nil, accepted: Int, refused: Int,
        missing: Int = 0, note: String?
    ) {
        self.line = line
        self.newVariantID = newVariantID
        self.accepted = accepted
        self.refused = refused
        self.missing = missing
        self.note = note
    }

    /// The lines of a case that are still to be inspected, with their outcomes. An outcome may span several lines: units
    /// are then accepted first for what costs the customer least.
    /// - Throws: `lineUnknown`, `lineTwice`, `inspectionIncomplete`.
    static func apply(_ outcomes: [InspectedLine], to lines: [CaseLine]) throws -> [CaseLine] {
        let before = lines
        var (lines, said) = (lines, Set<Int>())
        for outcome in outcomes {
            let named = lines.indices.filter { outcome.names(before[$0]) }.sorted {
                (before[$0].costEach, $0) < (before[$1].costEach, $1)
            }
            guard !named.isEmpty else { throw AfterSalesRefusal.lineUnknown(id: outcome.line.text) }
            guard said.isDisjoint(with: named) else {
                throw AfterSalesRefusal.lineTwice(id: outcome.line.text)
            }
            let units = named.reduce(0) { $0 + lines[$1].quantity }
            guard outcome.accepted >= 0, outcome.refused >= 0, outcome.accepted + outcome.refused == units,
                0...outcome.refused ~= outcome.missing
            else {
                throw AfterSalesRefusal.inspectionIncomplete(id: outcome.line.text)
            }
            said.formUnion(named)
            var (accepted, missing) = (outcome.accepted, outcome.missing)
            for index in named {
                let share = min(accepted, lines[index].quantity)
                lines[index].accepted = share
                lines[index].refused = lines[index].quantity - share
                lines[index].inspectionNote = outcome.note
                accepted -= share
                lines[index].missing = min(missing, lines[index].quantity - share)
                missing -= lines[index].missing
            }
        }
        if let missing = lines.indices.first(where: { !said.contains($0) && before[$0].accepted == nil }) {
            throw AfterSalesRefusal.inspectionIncomplete(id: lines[missing].variantID.text)
        }
        return lines
    }

    private func names(_ part: CaseLine) -> Bool {
        part.accepted == nil && line.names(part.lineID, part.variantID)
            && (newVariantID == nil || newVariantID == part.newVariantID)
    }
}

extension CaseLine {
    /// What the customer owes for one unit of what takes its place, in minor units.
    fileprivate var costEach: Int64 { (difference?.amount ?? 0) / Int64(quantity) }
}
