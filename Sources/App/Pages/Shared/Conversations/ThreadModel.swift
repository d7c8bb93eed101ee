import AfterSales
import Base
import Conversations
import Customers
import Localisation
import Orders
import Policies
import Storage
import Web

/// A conversation with its last messages and what their cards show now, as one side reads it.
struct ThreadModel: Sendable {
    /// So many messages are shown at once.
    static let shown = 100

    let conversation: Conversation
    private(set) var messages: [Message]
    let cards: [Card: CardText]
    /// What the assistant said, by the numbers of its messages.
    let answers: [Int: AssistedAnswer]
    let queue: QueuePlace?
    let reach: Reachability
    /// Whether the customer is asked what they thought of it.
    let asksForRating: Bool
    let now: Timestamp

    /// What a card says of its record.
    struct CardText: Sendable {
        let title: String
        let detail: String?
        /// Where it leads on the shop's own site.
        var link: String?
    }

    /// - Parameter number: a message that is shown with those around it; nil: the last ones are.
    init(
        _ conversation: Conversation, _ services: Services, _ reader: Reader, side: Speaker.Side,
        around number: Int? = nil, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        self.conversation = conversation
        let last = conversation.lastNumber
        let end = number.map { min(last, max($0, 0) + Self.shown / 2) } ?? last
        messages = try services.conversations.messages(
            of: conversation, before: end + 1, limit: Self.shown, in: shop.id, transaction)
        let said = try services.conversations.assistedAnswers(in: conversation, of: shop.id, transaction)
        answers = Dictionary(said.map { ($0.number, $0) }) { first, _ in first }
        queue = try services.conversations.place(of: conversation, in: shop.id, transaction)
        reach = try services.conversations.reachable(conversation, in: shop.id, transaction)
        asksForRating = try services.conversations.asksForRating(conversation, in: shop.id, transaction)
        now = transaction.now
        cards = try CardText.all(in: messages, services, reader, side, in: shop, transaction)
    }

    /// The same thread with other words, such as those that hold no number to call.
    func withWords(_ change: (String) -> String) -> ThreadModel {
        var thread = self
        thread.messages = messages.map { $0.withWords(change) }
        return thread
    }
}

extension Reachability {
    /// What whoever writes outside of the hours is told; nil within them.
    func sentence(_ reader: Reader) -> String? {
        guard case .closed(let until) = self else { return nil }
        guard let until else { return reader["counter.thread.closed"] }
        return reader["counter.thread.closedUntil", ["moment": reader.moment(until)]]
    }
}

extension QueuePlace {
    /// What whoever waits in line is told.
    func sentence(_ reader: Reader) -> String {
        guard let wait else { return reader["counter.thread.nobody"] }
        if wait < .minutes(1) { return reader["counter.thread.soon"] }
        return reader["counter.thread.place", ["place": String(place), "wait": reader.span(wait)]]
    }
}

extension ThreadModel.CardText {
    /// What every card among some messages shows now, as one side reads it.
    static func all(
        in messages: [Message], _ services: Services, _ reader: Reader, _ side: Speaker.Side,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> [Card: Self] {
        var cards: [Card: Self] = [:]
        for case .card(let card) in messages.map(\.content) where cards[card] == nil {
            cards[card] = try text(of: card, services, reader, side, in: shop, transaction)
        }
        return cards
    }

    /// Whose cards may be shown was asked when they were sent.
    private static let reading = Principal(actor: .system, role: .viewer, shop: nil)

    /// What somebody is invited to order: options, how many, what one costs.
    private static func goods(of card: Card, _ product: Product, _ reader: Reader) -> String? {
        guard let goods = card.goods,
            let variant = product.variants.first(where: { $0.id.text == goods.variant })
        else { return nil }
        let words = GoodsText(reader: reader).options(variant.options, goods.quantity)
        return reader["thread.invited", ["goods": words, "price": reader.money(variant.price)]]
    }

    /// Nil for what is not there any more.
    private static func text(
        of card: Card, _ services: Services, _ reader: Reader, _ side: Speaker.Side, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Self? {
        switch card.kind {
        case .product:
            return try services.orders.knownProduct(Identifier(card.id), in: shop.id, transaction).map {
                let link = try services.conversations.orderPages(in: shop.id, transaction).address(of: card)
                return Self(title: $0.title, detail: goods(of: card, $0, reader), link: link)
            }
        case .order:
            return try services.orders.knownOrder(Identifier(card.id), in: shop.id, transaction).map {
                Self(
                    title: CustomerOrderWords(reader: reader).title($0),
                    detail: reader["counter.order.number", ["order": $0.id.text]])
            }
        case .afterSales:
            let id = Identifier<Case>(card.id)
            guard try services.afterSales.owner(of: id, in: shop.id, transaction) != nil else { return nil }
            let record = try services.afterSales.view(id, for: StepTaker(reading), in: shop, transaction)
                .record
            let words = StateWords(reader: reader)
            let state = side == .customer ? "state.customer." : "state."
            return Self(
                title: words.kind(record.kind), detail: reader["\(state)\(record.state.rawValue)"])
        }
    }
}
