import AfterSales
import Assistant
import Base
import Customers
import Orders
import Payments
import Policies

/// What may be chosen at each question of a dialogue, as the customer reads it.
struct DialogueChoices {
    let shop: DialogueShop
    private var reader: Reader { shop.reader }

    /// Stands for a question that does not arise.
    static let nothing = "-"
    /// The address that the customer has with the shop.
    static let savedAddress = "="
    private static let mostUnits = 9

    func choices(_ slot: Dialogue.Slot, _ wish: Wish) throws -> [Choice] {
        guard slot != .order else { return try orders(shop.dialogue(wish)?.orders ?? .any) }
        guard let view = try shop.order(wish) else { return [] }
        switch slot {
        case .order: return []
        case .goods: return try goods(of: view.order)
        case .units: return try units(wish, view.order)
        case .reason: return try reasons(wish, view.order)
        case .kind: return try kinds(wish, view.order)
        case .variant: return try variants(wish, view.order)
        case .address: return try addresses(view.order)
        }
    }

    // MARK: Orders and goods

    /// Those that the dialogue is about; where there are none, whichever there are, so that the policy says why not.
    private func orders(_ wanted: Dialogue.Orders) throws -> [Choice] {
        let all = try shop.placed()
        let fitting = try all.filter { view in
            switch wanted {
            case .any: view.order.status != .cancelled
            case .unsent: view.order.status == .pending || view.order.status == .processed
            case .sent: view.order.status == .shipped || view.order.status == .delivered
            case .refunded:
                try view.movements.contains { $0.kind == .refund }
                    || !shop.cases(of: view.order).isEmpty
            }
        }
        return (fitting.isEmpty ? all : fitting).map(choice)
    }

    private func choice(_ view: OrderView) -> Choice {
        let (order, text) = (view.order, GoodsText(reader: reader))
        let names = order.lines.map { text.name($0) }
        let label = reader[
            order.placedAt == nil ? "dialogue.order.undated" : "dialogue.order",
            [
                "order": order.id.text, "day": order.placedAt.map(reader.day) ?? "",
                "goods": reader.all(names.prefix(2)),
                "status": reader.inside(reader["orderStatus.\(order.status.rawValue)"]),
            ]]
        return Choice(
            order.id.text, label, words: names + order.lines.map { text.options($0.options) },
            day: order.placedAt.map { shop.shop.day.reading(at: $0).date })
    }

    private func goods(of order: Order) throws -> [Choice] {
        let (free, text) = (try shop.free(of: order), GoodsText(reader: reader))
        return order.lines.filter { free[$0.id, default: 0] > 0 }.map { line in
            let options = text.options(line.options)
            let name = options.isEmpty ? text.name(line) : "\(text.name(line)) · \(options)"
            return Choice(line.id.text, name, words: [text.name(line), options, line.variantID.text])
        }
    }

    private func units(_ wish: Wish, _ order: Order) throws -> [Choice] {
        guard let line = wish[.goods] else { return [] }
        let free = try shop.free(of: order)[Identifier(line), default: 0]
        guard free > 0 else { return [] }
        return (1...min(free, Self.mostUnits)).map { Choice(String($0), reader.units($0)) }
    }

    // MARK: What the policy lets be chosen

    private func reasons(_ wish: Wish, _ order: Order) throws -> [Choice] {
        let pack = try shop.pack()
        let text = DecisionText(reader: reader, pack: pack)
        guard let dialogue = shop.dialogue(wish), dialogue.does == .openCase else {
            let codes = pack.orderChanges.cancel?.reasons ?? []
            return codes.isEmpty
                ? [Choice(Self.nothing, "")] : codes.map { Choice($0, text.reason($0)) }
        }
        let kinds = dialogue.kinds.compactMap { CaseKind(rawValue: $0) }
        let all = pack.reasons.filter { reason in
            (dialogue.reasons.isEmpty || dialogue.reasons.contains(reason.code))
                && kinds.contains { reason.kinds.contains($0) && pack.kinds[$0] != nil }
        }
        let open = try all.filter { reason in
            try !openKinds(kinds, reason, wish, order, pack).isEmpty
        }
        // Where nothing can be asked for the policy says why.
        return (open.isEmpty ? all : open).map {
            Choice($0.code, $0.says[reader.language], words: [$0.says[.english], $0.says[.simplified]])
        }
    }

    private func kinds(_ wish: Wish, _ order: Order) throws -> [Choice] {
        let pack = try shop.pack()
        guard let reason = wish[.reason].flatMap({ pack.reason($0) }), let dialogue = shop.dialogue(wish)
        else { return [] }
        let all = dialogue.kinds.compactMap { CaseKind(rawValue: $0) }.filter {
            reason.kinds.contains($0) && pack.kinds[$0] != nil
        }
        let open = try openKinds(all, reason, wish, order, pack)
        return (open.isEmpty ? Array(all.prefix(1)) : open).map {
            Choice($0.rawValue, reader["kind.\($0.rawValue)"])
        }
    }

    /// Those of the kinds that the policy does not refuse for a reason.
    private func openKinds(
        _ kinds: [CaseKind], _ reason: ReasonPolicy, _ wish: Wish, _ order: Order, _ pack: PolicyPack
    ) throws -> [CaseKind] {
        try kinds.filter { kind in
            guard reason.kinds.contains(kind), pack.kinds[kind] != nil else { return false }
            var variant: String?
            if kind == .exchange {
                variant = try variants(of: wish, order).first?.id.text
                guard variant != nil else { return false }
            }
            let deeds = DialogueDeeds(shop: shop)
            guard let application = deeds.application(wish, kind, reason.code, variant, order) else {
                return false
            }
            do {
                let verdict = try deeds.assess(application, order).assessed.verdict
                let isEmpty = kind == .compensation && !verdict.amount.isPositive
                return verdict.outcome != .refuse && !isEmpty
            } catch is any Refusal {
                return false
            }
        }
    }

    private func variants(_ wish: Wish, _ order: Order) throws -> [Choice] {
        guard shop.kind(wish) == .exchange else { return [Choice(Self.nothing, "")] }
        let text = GoodsText(reader: reader)
        let own = wish[.goods].flatMap { order.line(Identifier($0)) }
        return try variants(of: wish, order).map { variant in
            let options = text.options(variant.options)
            let name = options.isEmpty ? variant.id.text : options
            let label =
                variant.id == own?.variantID ? reader["dialogue.variant.same", ["options": name]] : name
            return Choice(variant.id.text, label, words: [variant.id.text])
        }
    }

    /// What a line can be exchanged for, the same again first.
    private func variants(of wish: Wish, _ order: Order) throws -> [Variant] {
        guard let line = wish[.goods].flatMap({ order.line(Identifier($0)) }),
            let product = try shop.desks.orders.knownProduct(
                line.productID, in: shop.shop.id, shop.transaction)
        else { return [] }
        let all = product.variants.filter(\.isAvailable)
        return all.filter { $0.id == line.variantID } + all.filter { $0.id != line.variantID }
    }

    // MARK: Addresses

    private func addresses(_ order: Order) throws -> [Choice] {
        let customer = try shop.desks.customers.customer(
            order.customerID, in: shop.shop.id, shop.transaction)
        let there = try shop.desks.orders.order(order.id, in: shop.shop.id, shop.transaction).address
        guard let saved = customer.address, saved != there, !saved.line1.isEmpty else { return [] }
        return [Choice(Self.savedAddress, AddressText.line(saved))]
    }
}
