import Base
import Customers
import Events
import Storage
import Vault

/// The door to the feedback box: praise, ideas and trouble with anything, outside of any conversation.
public struct FeedbackDesk: Sendable {
    let conversations: ConversationDesk
    let events: EventLog
    let people: PersonVault
    private let store: FeedbackStore

    public static let migrations =
        FeedbackStore.migrations + [CaseRatingStore.migration, FeedbackKeepingStore.migration]
    public static let personal = [FeedbackStore.words, FeedbackStore.answer, CaseRatingStore.words]

    /// - Parameter conversations: by whose rule answers are checked, and who knows which case is whose.
    public init(conversations: ConversationDesk, events: EventLog, people: PersonVault) {
        (self.conversations, self.events, self.people) = (conversations, events, people)
        store = FeedbackStore(people: people)
    }

    /// Takes what a customer has to say.
    /// - Parameter caseID: the case that it is about, where it is about one.
    /// - Throws: `customerUnknown`, `partnerErased`, `tooMuchFeedback`, `cardUnknown` for somebody else's case.
    public func give(
        _ kind: Feedback.Kind, _ words: String, about caseID: String? = nil,
        from customer: Identifier<Customer>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Feedback {
        _ = try conversations.customers.customer(customer, in: shop, transaction)
        guard try !people.keyToWrite(.customer(customer.text, of: shop), transaction).isErased else {
            throw ConversationRefusal.partnerErased
        }
        let given = try store.count(of: customer, since: transaction.now - .days(1), in: shop, transaction)
        let most = try conversations.figures(in: shop, transaction)[.feedbackADay]
        guard given < most else { throw ConversationRefusal.tooMuchFeedback(most: most) }
        if let caseID {
            let card = Card(.afterSales, caseID)
            guard try conversations.shows(card, .customer(customer), shop, transaction) else {
                throw ConversationRefusal.cardUnknown(.afterSales)
            }
        }
        return try take(kind, words, about: caseID, from: customer, by: actor, in: shop, transaction)
    }

    /// The same, however much the customer has said today.
    func take(
        _ kind: Feedback.Kind, _ words: String, about caseID: String?, from customer: Identifier<Customer>,
        by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Feedback {
        let feedback = Feedback(
            id: transaction.identifiers.next("B", at: transaction.now), customerID: customer, kind: kind,
            words: words, caseID: caseID, at: transaction.now, state: .open)
        try store.insert(feedback, in: shop, transaction)
        try tell("given", feedback, by: actor, ["kind": .string(kind.rawValue)], in: shop, transaction)
        return feedback
    }

    /// Newest first.
    public func list(
        _ filter: FeedbackFilter, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<Feedback> {
        Page(
            try store.list(filter, limit: filter.limit + 1, in: shop, transaction), limit: filter.limit
        ) { Cursor([$0.id.text]) }
    }

    /// How much of each kind came in within a span.
    public func counts(
        from: Timestamp, until: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> [FeedbackCount] {
        let counts = try store.counts(from: from, until: until, in: shop, transaction)
        return Feedback.Kind.allCases.map { counts[$0] ?? FeedbackCount(kind: $0) }
    }

    /// Answers; the customer reads it on their own page.
    /// - Throws: `feedbackUnknown`, `feedbackSettled`, `messageForbidden`, `partnerErased`.
    public func answer(
        _ id: Identifier<Feedback>, _ words: String, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Feedback {
        var feedback = try open(id, in: shop, transaction)
        let customer = try conversations.customers.customer(feedback.customerID, in: shop, transaction)
        let passages = try conversations.outgoing.passages(in: words, in: shop, transaction) {
            [customer.phone, customer.email].compactMap(\.self) + [feedback.words]
        }
        if let passage = passages.first { throw ConversationRefusal.messageForbidden(passage) }
        let key = try people.keyToWrite(.customer(feedback.customerID.text, of: shop), transaction)
        guard !key.isErased else { throw ConversationRefusal.partnerErased }
        feedback.state = .answered
        feedback.answer = Feedback.Answer(words: words, author: actor.id, at: transaction.now)
        try store.update(feedback, in: shop, transaction)
        try tell("answered", feedback, by: actor, [:], in: shop, transaction)
        return feedback
    }

    /// Puts away what needs no answer.
    /// - Throws: `feedbackUnknown`, `feedbackSettled`.
    public func close(
        _ id: Identifier<Feedback>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Feedback {
        var feedback = try open(id, in: shop, transaction)
        feedback.state = .closed
        try store.update(feedback, in: shop, transaction)
        try tell("closed", feedback, by: actor, [:], in: shop, transaction)
        return feedback
    }

    // MARK: Parts

    private func open(
        _ id: Identifier<Feedback>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Feedback {
        guard let feedback = try store.find(id, in: shop, transaction) else {
            throw ConversationRefusal.feedbackUnknown
        }
        guard feedback.state == .open else { throw ConversationRefusal.feedbackSettled }
        return feedback
    }

    private func tell(
        _ word: String, _ feedback: Feedback, by actor: Actor, _ detail: JSONValue, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try events.append(
            "feedback.\(word)", on: .init("feedback", feedback.id.text), of: shop, by: actor,
            related: feedback.customerID.text, detail, in: transaction)
    }
}
