import Base
import Orders
import Policies

/// Finds free units of an order for an application, and what they are worth.
struct UnitAllocation {
    let order: Order
    let kind: CaseKind
    let claims: [LineClaim]
    /// What complaints have given back of the order's price, in minor units.
    var lowered: Int64 = 0

    /// Each wish as whole parts of order lines. A wish that names one line comes before those that any line of a variant
    /// can serve.
    /// - Throws: `lineUnknown`; `unitsTaken` with what may be asked for by all wishes together.
    func allocate(_ wishes: [CaseApplication.Line]) throws -> [CaseLine] {
        var taken: [Identifier<OrderLine>: Int] = [:]
        var parts: [Int: [CaseLine]] = [:]
        let narrow = wishes.indices.filter { !wishes[$0].line.spansLines }
        let wide = wishes.indices.filter { wishes[$0].line.spansLines }
        for place in narrow + wide { parts[place] = try allocate(wishes[place], after: &taken) }
        return wishes.indices.flatMap { parts[$0] ?? [] }
    }

    private func allocate(
        _ wish: CaseApplication.Line, after taken: inout [Identifier<OrderLine>: Int]
    ) throws -> [CaseLine] {
        let named = order.lines.filter { wish.line.names($0) }
        guard !named.isEmpty else { throw AfterSalesRefusal.lineUnknown(id: wish.line.text) }
        let whole = named.reduce(0) { $0 + free($1) }
        guard wish.quantity <= named.reduce(whole, { $0 - taken[$1.id, default: 0] }) else {
            throw AfterSalesRefusal.unitsTaken(
                id: wish.line.text, goods: named[0].title, left: max(0, whole))
        }
        var left = wish.quantity
        var parts: [CaseLine] = []
        for line in named where left > 0 {
            let count = min(left, free(line) - taken[line.id, default: 0])
            guard count > 0 else { continue }
            parts.append(part(of: line, count, after: taken[line.id, default: 0], wish))
            taken[line.id, default: 0] += count
            left -= count
        }
        return parts
    }

    /// Whether these parts are all that is left of the order.
    func isWholeOrder(_ parts: [CaseLine]) -> Bool {
        order.lines.allSatisfy { line in
            free(line) == parts.filter { $0.lineID == line.id }.reduce(0) { $0 + $1.quantity }
        }
    }

    func applications(of line: Identifier<OrderLine>) -> Int {
        Set(claims.filter { $0.lineID == line && $0.counts }.map(\.caseID)).count
    }

    private func part(
        of line: OrderLine, _ count: Int, after taken: Int, _ wish: CaseApplication.Line
    ) -> CaseLine {
        CaseLine(
            lineID: line.id, variantID: line.variantID, newVariantID: wish.newVariantID, quantity: count,
            accepted: nil, refused: nil, inspectionNote: nil, value: value(of: line, count, after: taken),
            granted: .zero(line.paid.currency), newPrice: nil, listPrice: nil, isExchanged: false)
    }

    /// The units' share of what was paid, less what went back because the price fell; at most what neither has gone back
    /// for the line nor is promised.
    private func value(of line: OrderLine, _ count: Int, after taken: Int) -> Money {
        let before = min(claimed(line) + taken, line.quantity - count)
        let own = claims.filter { $0.lineID == line.id }
        let lowered = own.reduce(share(of: line)) { $0 + $1.lowered }
        let price = Money(max(0, line.paid.amount - lowered), line.paid.currency)
        let share =
            price.share(of: count, after: before, whole: line.quantity)
            - keptFor(own, count - (free(line) - taken), currency: price.currency)
        let promised = own.reduce(0) { $0 + $1.promised }
        return min(
            max(share, .zero(price.currency)), Money(max(0, line.paid.amount - promised), share.currency))
    }

    /// What the customer has had for keeping units that are asked for now; those that nothing was given for come first.
    private func keptFor(_ own: [LineClaim], _ missing: Int, currency: Currency) -> Money {
        let kept = kind.returnsGoods ? own.filter(\.wereKept) : []
        let units = kept.reduce(0) { $0 + $1.quantity }
        let asked = min(max(0, missing + units), units)
        guard asked > 0 else { return .zero(currency) }
        return Money(kept.reduce(0) { $0 + $1.granted }, currency).share(of: asked, after: 0, whole: units)
    }

    /// A line's part of what was given back for the whole order.
    private func share(of line: OrderLine) -> Int64 {
        guard lowered > 0, let place = order.lines.firstIndex(where: { $0.id == line.id }) else { return 0 }
        let weights = order.lines.map(\.paid.amount)
        guard weights.contains(where: { $0 > 0 }) else { return 0 }
        return Money(lowered, line.paid.currency).split(by: weights)[place].amount
    }

    private func free(_ line: OrderLine) -> Int { line.quantity - claimed(line) }

    /// A price is protected once at a time, and not for goods that the shop has paid back.
    private func claimed(_ line: OrderLine) -> Int {
        let own = claims.filter { $0.lineID == line.id }
        switch kind {
        case .compensation: return 0
        case .priceProtection:
            let waiting = own.filter { $0.kind == .priceProtection && !$0.state.isClosed }
            let paidBack = own.filter { $0.state.isClosed }
            return waiting.reduce(0) { $0 + $1.quantity } + paidBack.reduce(0) { $0 + $1.units(asking: kind) }
        case .refundOnly, .returnRefund, .exchange, .resend, .repair:
            return own.reduce(0) { $0 + $1.units(asking: kind) }
        }
    }
}
