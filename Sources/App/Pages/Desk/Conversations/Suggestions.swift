import Base
import Conversations
import Hummingbird
import Knowledge
import Language
import Localisation
import Markup
import Orders
import Staff
import Storage
import Web

/// What whoever answers may say and do next: what the customer seems to want, and answers of the shop's that fit.
struct Suggestions: Component, Sendable {
    struct Item: Sendable {
        let id: String
        let question: String
        /// With the live fields that are known here.
        let answer: String
        /// Where it comes from.
        let source: String
    }

    /// So many answers are offered.
    static let shown = 3
    /// What is less alike is not offered.
    private static let leastScore: Float = 0.35
    private static let readCharacters = 300

    let items: [Item]
    private let intents: [Intent]
    private let mood: Mood?
    private let order: OrderRow?
    private let place: String
    private let call: DeskCall

    /// - Parameter thread: the last messages as they were written.
    init(
        for conversation: Conversation, _ thread: [Message], order: OrderRow?, _ call: DeskCall,
        _ transaction: Transaction
    ) throws {
        (self.order, self.call, place) = (order, call, call.place("conversations", conversation.id))
        let text = Self.asked(in: thread)
        let settings = try call.services.conversations.assistant(in: call.shop.id, transaction)
        guard !text.isEmpty, settings.mode != .off else {
            (items, intents, mood) = ([], [], nil)
            return
        }
        let reader = call.services.intents.reader
        let reading = reader?.read(text)
        intents =
            reading.map { reading in
                reading.isOutOfScope
                    ? [] : ([reading.main] + reading.further).map(\.intent).filter { !$0.isCourtesy }
            } ?? []
        mood = reading?.mood.mood
        let values = try LiveFieldValues.values(for: conversation, call, transaction)
        items = try Self.ranked(text, intents.first, reader, conversation, call, transaction).map { known in
            Item(
                id: known.id, question: known.question, answer: LiveField.filled(known.answer, values),
                source: Self.source(of: known, call.texts))
        }
    }

    /// What the customer has written since the shop said anything last.
    private static func asked(in thread: [Message]) -> String {
        let last = thread.reversed().prefix { $0.side != .shop }.reversed().filter { $0.side == .customer }
        let words = last.compactMap { message -> String? in
            if case .text(let text) = message.content { text } else { nil }
        }
        return String(words.joined(separator: "\n").suffix(readCharacters))
    }

    private static func ranked(
        _ text: String, _ intent: Intent?, _ reader: IntentReader?, _ conversation: Conversation,
        _ call: DeskCall, _ transaction: Transaction
    ) throws -> [KnownAnswer] {
        let language = Base.Language(rawValue: WrittenLanguage(of: text).rawValue) ?? call.texts.language
        let own = Reader(call.services.texts(language), of: call.shop, at: transaction.now)
        let known = KnownAnswers(services: call.services, reader: own, shop: call.shop)
        let ranked = try RankedAnswers(
            to: text, wanting: intent, reader, on: conversation.channel, among: known, transaction)
        return ranked.items.filter { RankedAnswers.order($0) >= leastScore }.prefix(shown).map(\.known)
    }

    private static func source(of known: KnownAnswer, _ texts: TextTable) -> String {
        switch known.source {
        case .article: texts["desk.suggestions.article", ["version": String(known.version)]]
        case .policy: texts["desk.suggestions.policy", ["version": String(known.version)]]
        }
    }

    /// The one that the address names, as a text to send.
    static func taken(_ call: DeskCall, _ items: [Item]) throws -> Item? {
        guard let id = try Query(call.request).text("article", upTo: Limits.idBytes) else { return nil }
        return items.first { $0.id == id }
    }

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard !items.isEmpty || !intents.isEmpty else { return .empty }
        return """
            <div class="stack-tight"><p class="row small">\(wants)</p>\
            \(if: !items.isEmpty, "<ol class=\"quick-list\">\(each: items.enumerated(), { item($0, $1) })</ol>")</div>
            """
    }

    private var wants: HTML {
        let chips = intents.map { StatusChip(texts["intent.\($0.rawValue)"]) }
        let felt = mood.flatMap { $0 == .calm ? nil : StatusChip(texts["mood.\($0.rawValue)"], .warn) }
        return "<span class=\"soft\">\(texts["desk.suggestions.title"])</span>\(chips)\(felt)\(step)"
    }

    /// Where what is wanted is done, for the customer's newest order.
    private var step: HTML? {
        guard let intent = intents.first, let order, let step = intent.step else { return nil }
        let place = call.place("orders", order.order.id) + step.path
        return
            "<a href=\"\(place)\">\(texts["desk.suggestions.\(step.rawValue)", ["order": order.order.id.text]])</a>"
    }

    /// The first is taken with one key. Without a script the link brings the page with the text in its field.
    private func item(_ place: Int, _ item: Item) -> HTML {
        let address = QueryText.address(self.place, ["article": item.id]) + "#reply"
        return """
            <li><a href="\(address)" data-id="\(item.id)" data-text="\(item.answer)"\
            \(attribute: "accesskey", place == 0 ? "u" : nil)><span class="strong">\(item.question)</span> \
            <span class="soft clip">\(item.answer)</span> <span class="faint">\(item.source)</span>\
            \(if: place == 0, " <kbd>U</kbd>")</a></li>
            """
    }
}

/// Where at the desk something that is wanted is done.
private enum OrderStep: String {
    case apply, look

    var path: String { self == .apply ? "/apply" : "" }
}

extension Intent {
    fileprivate var step: OrderStep? {
        switch self {
        case .refundRequest, .returnGoods, .exchangeGoods, .repairWarranty, .missingOrWrongItem,
            .damagedOrQuality, .priceProtection:
            .apply
        case .trackLogistics, .urgeShipping, .changeAddress, .changeItems, .cancelOrder, .refundProgress:
            .look
        case .invoice, .couponPromotion, .stock, .productSpec, .sizeAdvice, .howToUse, .paymentProblem,
            .complaint, .humanAgent, .greeting, .thanksBye, .affirm, .deny, .other:
            nil
        }
    }
}
