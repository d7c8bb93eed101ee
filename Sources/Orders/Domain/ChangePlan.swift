import Base
import Customers
import Payments
import Policies

/// What a change would do, before it is done: shown by a preview, carried out by the desk.
public struct ChangePlan: Sendable {
    public enum MoneyStep: Sendable {
        /// Everything that was paid goes back to where it came from.
        case refundEverything
        case refund(Money, to: PaymentMethod)
        /// Over the payments that it came from.
        case refundOriginal(Money)
        case charge(Money, PaymentMethod)

        /// A charge that a provider has to collect.
        var isOutsideCharge: Bool {
            switch self {
            case .charge(let amount, let method): amount.isPositive && !method.kind.isOurs
            case .refundEverything, .refund, .refundOriginal: false
            }
        }

        var isEverything: Bool {
            switch self {
            case .refundEverything: true
            case .refund, .refundOriginal, .charge: false
            }
        }
    }

    public var kind: OrderChange.Kind
    public var reason: String?
    public var status: OrderStatus?
    public var address: Address?
    public var lines: [OrderLine]?
    /// Signed: positive, the customer pays.
    public var difference: Money?
    public var steps: [MoneyStep] = []

    public var json: JSONValue {
        .object([
            "kind": .string(kind.rawValue), "reason": reason.map { .string($0) },
            "status": status.map { .string($0.rawValue) }, "address": address?.json,
            "lines": lines.map { .array($0.map(\.json)) }, "difference": difference.map { JSONValue($0) },
            "money": .array(
                steps.map { step in
                    switch step {
                    case .refundEverything: ["refund": "everything"]
                    case .refund(let amount, let method):
                        ["refund": JSONValue(amount), "methodId": JSONValue(method.id)]
                    case .refundOriginal(let amount): ["refund": JSONValue(amount), "methodId": "original"]
                    case .charge(let amount, let method):
                        ["charge": JSONValue(amount), "methodId": JSONValue(method.id)]
                    }
                }),
        ])
    }
}

/// Checks a wish against the shop's policy and the order, and says what it would do. No clock, no I/O.
public struct OrderChangePlanner {
    let policy: OrderChangePolicy
    let order: Order
    let customer: Customer
    let payments: [Movement]
    let earlier: [OrderChange]
    let variant: (Identifier<Variant>) throws -> Variant?
    /// What of the payments has not been given back.
    let left: () throws -> Money

    public func plan(_ request: ChangeRequest) throws -> ChangePlan {
        if let version = request.version, version != order.version {
            throw OrderRefusal.orderMovedOn(version: order.version)
        }
        let rule = try allowed(request.kind)
        if let id = order.heldFor.first, request.kind != .address { throw OrderRefusal.caseUnderWay(id: id) }
        let plan = try plan(request, rule)
        try checkCharges(plan)
        return plan
    }

    /// Nothing holds back goods that will not be sent: what a cancel gives back must have been collected. And what
    /// builds on a charge waits for it, so that a charge that fails can be taken back alone.
    private func checkCharges(_ plan: ChangePlan) throws {
        let charges = payments.filter { $0.kind == .payment && $0.state != .succeeded && $0.state != .undone }
        let isEverything = plan.steps.contains(where: \.isEverything)
        let builtOn = charges.filter { charge in
            earlier.contains { $0.movement == charge.number.text && $0.before != nil }
        }
        let standing = isEverything ? charges : plan.lines == nil ? [] : builtOn
        if standing.contains(where: { !$0.state.isSettled }) { throw OrderRefusal.chargeUnderWay }
        if plan.kind != .cancel, !standing.isEmpty { throw OrderRefusal.chargeFailed }
    }

    private func plan(_ request: ChangeRequest, _ rule: OrderChangePolicy.Change) throws -> ChangePlan {
        switch request.wish {
        case .cancel(let reason): return try cancel(reason, rule)
        case .address(let address): return ChangePlan(kind: .address, address: address)
        case .payment(let method): return try payment(method, rule)
        case .lines(let replacements, let method): return try replace(replacements, method)
        case .quantities(let quantities, let method): return try requantify(quantities, method)
        }
    }

    private func allowed(_ kind: OrderChange.Kind) throws -> OrderChangePolicy.Change {
        guard let rule = policy[kind] else { throw OrderRefusal.changeNotOffered(kind: kind.rawValue) }
        guard rule.during.contains(order.status) else {
            throw OrderRefusal.changeTooLate(status: order.status.rawValue)
        }
        if earlier.contains(where: { policy[$0.kind]?.isLast == true }) { throw OrderRefusal.changeLocked }
        if let times = rule.times, earlier.count(where: { $0.kind == kind }) >= times {
            throw OrderRefusal.changeOnlyOnce(times: times)
        }
        return rule
    }

    private func cancel(_ reason: String?, _ rule: OrderChangePolicy.Change) throws -> ChangePlan {
        if let reasons = rule.reasons, !reasons.contains(reason ?? "") {
            throw OrderRefusal.changeReasonNotAllowed(reasons: reasons.joined(separator: ", "))
        }
        try customer.requireUnnamed(in: reason ?? "")
        return ChangePlan(kind: .cancel, reason: reason, status: .cancelled, steps: [.refundEverything])
    }

    private func payment(
        _ id: Identifier<PaymentMethod>, _ rule: OrderChangePolicy.Change
    ) throws -> ChangePlan {
        let made = payments.filter { $0.kind == .payment && $0.state != .undone }
        if rule.needsSinglePayment, payments.count(where: { $0.state != .undone }) != 1 {
            throw OrderRefusal.paymentsNotSingle(count: made.count)
        }
        guard let method = customer.method(id) else { throw OrderRefusal.methodUnknown }
        guard made.last?.methodID != id else { throw OrderRefusal.methodSame }
        // What was given back before is not paid again.
        let amount = try left()
        guard amount.isPositive else { return ChangePlan(kind: .payment, steps: [.refundEverything]) }
        try cover(amount, with: method)
        return ChangePlan(kind: .payment, steps: [.refundEverything, .charge(amount, method)])
    }

    private func replace(
        _ wishes: [ChangeRequest.Replacement], _ methodID: Identifier<PaymentMethod>
    ) throws -> ChangePlan {
        var lines = order.lines
        var difference = Money.zero(order.freight.currency)
        var added: [OrderLine] = []
        for wish in wishes {
            let taken = try take(wish.quantity, of: wish.line, from: &lines)
            for old in taken {
                guard let new = try variant(wish.newVariantID) else {
                    throw OrderRefusal.variantUnavailable(id: wish.newVariantID.text)
                }
                guard new.productID == old.productID else {
                    throw OrderRefusal.variantOfOtherProduct(id: new.id.text)
                }
                guard new.isAvailable else { throw OrderRefusal.variantUnavailable(id: new.id.text) }
                let price = try new.price.times(old.quantity)
                difference += price - old.paid
                added.append(
                    OrderLine(
                        id: old.id, variantID: new.id, productID: new.productID, title: old.title,
                        options: new.options, price: new.price, quantity: old.quantity, paid: price,
                        exclusionConfirmed: old.exclusionConfirmed))
            }
        }
        return try settled(.lines, numbered(lines, added), difference, methodID)
    }

    private func requantify(
        _ wishes: [ChangeRequest.NewQuantity], _ methodID: Identifier<PaymentMethod>?
    ) throws -> ChangePlan {
        var lines = order.lines
        var difference = Money.zero(order.freight.currency)
        var said: Set<Int> = []
        for wish in wishes {
            let named = lines.indices.filter { wish.line.names(lines[$0]) }
            guard let index = named.first else { throw OrderRefusal.lineUnknown(id: wish.line.text) }
            guard named.count == 1 else { throw OrderRefusal.lineAmbiguous(id: wish.line.text) }
            guard said.insert(index).inserted else { throw OrderRefusal.lineTwice(id: wish.line.text) }
            let line = lines[index]
            guard wish.quantity >= line.cancelled else {
                throw OrderRefusal.unitsNotThere(id: wish.line.text, there: line.wanted)
            }
            if wish.quantity <= line.quantity {
                let less = line.with(quantity: wish.quantity)
                difference -= line.paid - less.paid
                lines[index] = less
            } else {
                let more = try extra(wish.quantity - line.quantity, of: line)
                difference += more
                lines[index] = OrderLine(
                    id: line.id, variantID: line.variantID, productID: line.productID, title: line.title,
                    options: line.options,
                    price: max(line.price, more.share(of: 1, after: 0, whole: wish.quantity - line.quantity)),
                    quantity: wish.quantity, paid: line.paid + more,
                    exclusionConfirmed: line.exclusionConfirmed, cancelled: line.cancelled)
            }
        }
        guard lines != order.lines else { throw OrderRefusal.nothingToChange }
        lines.removeAll { $0.quantity == 0 }
        if lines.allSatisfy({ $0.wanted == 0 }) {
            // Nothing is left: that is a cancel, for which nobody was asked a reason.
            _ = try allowed(.cancel)
            return ChangePlan(kind: .cancel, status: .cancelled, steps: [.refundEverything])
        }
        return try settled(.quantities, lines, difference, methodID)
    }

    /// More units at today's price.
    private func extra(_ units: Int, of line: OrderLine) throws -> Money {
        guard let variant = try variant(line.variantID), variant.isAvailable else {
            throw OrderRefusal.variantUnavailable(id: line.variantID.text)
        }
        return try variant.price.times(units)
    }

    private func settled(
        _ kind: OrderChange.Kind, _ lines: [OrderLine], _ difference: Money,
        _ methodID: Identifier<PaymentMethod>?
    ) throws -> ChangePlan {
        var plan = ChangePlan(kind: kind, lines: lines, difference: difference)
        if let methodID {
            guard let method = customer.method(methodID) else { throw OrderRefusal.methodUnknown }
            if difference.isPositive {
                try cover(difference, with: method)
                plan.steps = [.charge(difference, method)]
            } else if difference.isNegative {
                plan.steps = back(-difference, to: method, kind)
            }
        } else if difference.isNegative {
            plan.steps = [.refundOriginal(-difference)]
        } else if difference.isPositive {
            throw OrderRefusal.methodUnknown
        }
        return plan
    }

    /// For units that are no longer wanted a method gets back at most what it has paid, the rest goes over the order's
    /// payments. What replaced goods differ by goes to any method of the customer, and a card of ours takes anything.
    private func back(
        _ amount: Money, to method: PaymentMethod, _ kind: OrderChange.Kind
    ) -> [ChangePlan.MoneyStep] {
        if method.kind.isOurs || kind == .lines { return [.refund(amount, to: method)] }
        let own = payments.filter { $0.methodID == method.id && $0.state != .failed && $0.state != .undone }
        let net = own.reduce(Money.zero(amount.currency)) {
            $1.kind == .payment ? $0 + $1.amount : $0 - $1.amount
        }
        let part = min(amount, max(net, .zero(amount.currency)))
        let rest = amount - part
        return (part.isPositive ? [.refund(part, to: method)] : [])
            + (rest.isPositive ? [.refundOriginal(rest)] : [])
    }

    private func cover(_ amount: Money, with method: PaymentMethod) throws {
        if let balance = method.balance, balance < amount {
            throw OrderRefusal.balanceTooLow(owed: amount, balance: balance)
        }
    }

    /// Takes units out of the lines that a name covers; what is taken keeps its share of what was paid.
    private func take(_ units: Int, of name: LineName, from lines: inout [OrderLine]) throws -> [OrderLine] {
        let there = lines.filter { name.names($0) }.reduce(0) { $0 + $1.wanted }
        guard lines.contains(where: { name.names($0) }) else {
            throw OrderRefusal.lineUnknown(id: name.text)
        }
        guard units <= there else { throw OrderRefusal.unitsNotThere(id: name.text, there: there) }
        var (taken, left): ([OrderLine], Int) = ([], units)
        for index in lines.indices where name.names(lines[index]) && left > 0 {
            let line = lines[index]
            let count = min(left, line.wanted)
            let kept = line.with(quantity: line.quantity - count)
            taken.append(
                OrderLine(
                    id: line.id, variantID: line.variantID, productID: line.productID, title: line.title,
                    options: line.options, price: line.price, quantity: count, paid: line.paid - kept.paid,
                    exclusionConfirmed: line.exclusionConfirmed))
            lines[index] = kept
            left -= count
        }
        return taken
    }

    /// A line whose units all changed keeps its id; a part that was split off gets the next free number.
    private func numbered(_ kept: [OrderLine], _ added: [OrderLine]) -> [OrderLine] {
        var lines = kept.filter { $0.quantity > 0 }
        for line in added {
            guard lines.contains(where: { $0.id == line.id }) else {
                lines.append(line)
                continue
            }
            lines.append(
                OrderLine(
                    id: lines.nextNumber, variantID: line.variantID, productID: line.productID,
                    title: line.title, options: line.options, price: line.price, quantity: line.quantity,
                    paid: line.paid, exclusionConfirmed: line.exclusionConfirmed))
        }
        return lines
    }
}

extension OrderChangePolicy {
    subscript(kind: OrderChange.Kind) -> Change? {
        switch kind {
        case .cancel: cancel
        case .address: address
        case .payment: payment
        case .lines: lines
        case .quantities: quantities
        }
    }
}
