import AfterSales
import Base
import Events
import Policies
import Web

/// What happened to a case, an order or a complaint, as a timeline tells it to one side.
struct CaseTimelineText {
    enum Side: Sendable { case customer, staff }

    let reader: Reader
    let side: Side
    /// What a member of staff is called; nil: the shop.
    var staffName: @Sendable (String) -> String? = { _ in nil }

    /// Newest first.
    func entries(_ events: [DomainEvent]) -> [Timeline.Entry] { events.reversed().map { entry($0) } }

    /// - Parameter words: what somebody wrote with it, told after what the event itself is worth noting for.
    func entry(_ event: DomainEvent, adding words: String? = nil) -> Timeline.Entry {
        let notes = [note(event), words].compactMap { $0 }
        return Timeline.Entry(
            says(event), note: notes.isEmpty ? nil : notes.joined(separator: " · "), at: event.at,
            time: reader.moment(event.at), who: who(event)
        )
    }

    func says(_ event: DomainEvent) -> String {
        let amount = Money(event.detail["amount"]).map(reader.money) ?? ""
        if side == .customer,
            let sentence = reader.sentence("event.customer.\(event.type)", ["amount": amount])
        {
            return sentence
        }
        return reader.sentence("event.\(event.type)", ["amount": amount]) ?? event.type
    }

    /// What is worth a second line: the offer, the reason, the parcel, what inspection found.
    private func note(_ event: DomainEvent) -> String? {
        let detail = event.detail
        switch event.type {
        case "case.opened":
            return detail["kind"]?.string.flatMap { reader.sentence("kind.\($0)") }
        case "case.offered", "case.countered", "case.offerAccepted":
            return offer(detail)
        case "case.rejected": return detail["reason"]?.string
        case "case.returnShipped", "case.refusedGoodsSent":
            return detail["carrier"]?.string.map(CarrierWords(reader: reader).name)
        case "case.inspected":
            return reader.inspected(
                accepted: Int(detail["accepted"]?.int ?? 0), refused: Int(detail["refused"]?.int ?? 0),
                missing: Int(detail["missing"]?.int ?? 0))
        case "case.overdue": return detail["fallback"]?.string.flatMap { reader.sentence("done.\($0)") }
        case "case.ruled":
            return detail["ruling"]?.string.map { reader["rule.platformRuled.\($0)"] }
        case PersonalData.shown, Erasure.erased:
            return detail["words"]?.string
                ?? detail["reason"]?.string.flatMap { reader.sentence("desk.personal.reason.\($0)") }
        case "order.changed": return detail["kind"]?.string.flatMap { reader.sentence("change.\($0)") }
        case let type where type.hasPrefix("refund.") || type.hasPrefix("charge."):
            return detail["method"]?.string.flatMap { reader.sentence("method.\($0)") }
        default: return nil
        }
    }

    /// Nil where the event does not say the sum that the offer is about.
    private func offer(_ detail: JSONValue) -> String? {
        guard let kind = detail["kind"]?.string.flatMap({ OfferKind(rawValue: $0) }) else { return nil }
        let amount = Money(detail["amount"])
        return kind.needsAmount && amount == nil ? nil : OfferText(reader: reader).says(kind, amount)
    }

    private func who(_ event: DomainEvent) -> String {
        guard event.onBehalfOf != nil else { return who(event.actor) }
        // A program of the shop, such as its own site, where the customer was.
        if event.actor.kind == .key {
            return reader[side == .staff ? "who.customer.bySite" : "who.you.bySite"]
        }
        return reader[side == .staff ? "who.forCustomer" : "who.forYou", ["who": who(event.actor)]]
    }

    private func who(_ actor: Actor) -> String {
        switch actor.kind {
        case .customer: reader[side == .customer ? "who.you" : "who.customer"]
        case .staff: (side == .staff ? staffName(actor.id) : nil) ?? reader["who.shop"]
        case .key: reader["who.shop"]
        case .platform: reader["who.platform"]
        case .system: reader["who.system"]
        case .provider: reader["who.provider"]
        case .carrier: reader["who.carrier"]
        }
    }
}

extension Money {
    /// Reads `{"amount": 5088, "currency": "USD"}` of an event.
    init?(_ value: JSONValue?) {
        guard let amount = value?["amount"]?.int,
            let currency = value?["currency"]?.string.flatMap({ Currency(stored: $0) })
        else { return nil }
        self.init(amount, currency)
    }
}
