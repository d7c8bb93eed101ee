import Base
import Orders

/// What inspection found of one line's units.
public struct InspectedLine: Sendable {
    public let line: LineName
    public let accepted: Int
    public let refused: Int
    public let note: String?

    public init(line: LineName, accepted: Int, refused: Int, note: String?) {
        self.line = line
        self.accepted = accepted
        self.refused = refused
        self.note = note
    }

    /// The case's lines with their outcomes; an outcome named by variant may span several lines, accepted units first.
    /// - Throws: `lineUnknown`, `lineTwice`, `inspectionIncomplete`.
    static func apply(_ outcomes: [InspectedLine], to lines: [CaseLine]) throws -> [CaseLine] {
        var (lines, said) = (lines, Set<Int>())
        for outcome in outcomes {
            let named = lines.indices.filter { outcome.line.names(lines[$0].lineID, lines[$0].variantID) }
            guard !named.isEmpty else { throw AfterSalesRefusal.lineUnknown(id: outcome.line.text) }
            guard said.isDisjoint(with: named) else {
                throw AfterSalesRefusal.lineTwice(id: outcome.line.text)
            }
            let units = named.reduce(0) { $0 + lines[$1].quantity }
            guard outcome.accepted >= 0, outcome.refused >= 0, outcome.accepted + outcome.refused == units
            else {
                throw AfterSalesRefusal.inspectionIncomplete(id: outcome.line.text)
            }
            said.formUnion(named)
            var accepted = outcome.accepted
            for index in named {
                let share = min(accepted, lines[index].quantity)
                lines[index].accepted = share
                lines[index].refused = lines[index].quantity - share
                lines[index].inspectionNote = outcome.note
                accepted -= share
            }
        }
        if let missing = lines.indices.first(where: { !said.contains($0) }) {
            throw AfterSalesRefusal.inspectionIncomplete(id: lines[missing].variantID.text)
        }
        return lines
    }
}
