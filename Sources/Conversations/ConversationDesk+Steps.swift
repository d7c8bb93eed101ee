import Base
import Storage

/// Who has a conversation, and its end.
extension ConversationDesk {
    /// Gives a conversation to a member of staff, or puts it back for whoever is next. Whoever calls has checked that the
    /// member is there and may have it.
    /// - Parameters:
    ///   - skill: the skill group that is to have it, where it is put back; nil leaves it as it is.
    ///   - remark: for the colleague; it is kept as a note.
    /// - Throws: `conversationUnknown`, `conversationClosed`, `partnerErased`.
    public func assign(
        _ id: Identifier<Conversation>, to member: String?, skill: String? = nil, remark: String? = nil,
        by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation {
        let given = try give(id, to: member, skill: skill, by: actor, in: shop, transaction)
        if let remark { _ = try note(remark, on: id, by: actor, in: shop, transaction) }
        guard member == nil else { return given }
        try shareOut(in: shop, transaction)
        return try store.find(id, in: shop, transaction) ?? given
    }

    /// The same without looking who is next.
    func give(
        _ id: Identifier<Conversation>, to member: String?, skill: String? = nil, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation {
        var conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        let before = conversation.standing
        conversation.standing = try ConversationStateMachine.standing(
            after: member.map { .assigned($0) } ?? .released, in: before)
        let asked = skill ?? conversation.skill
        guard conversation.standing != before || conversation.skill != asked else { return conversation }
        conversation.skill = asked
        if member == nil { conversation.passedBy = before.assignee ?? conversation.passedBy }
        if conversation.standing != before {
            let key = try key(of: conversation, in: shop, transaction)
            try say(
                member.map { .assigned($0) } ?? .returnedToQueue, in: &conversation, key, of: shop,
                transaction)
        }
        try leaveAssistant(&conversation, before: before, in: shop, transaction)
        try store.update(conversation, in: shop, transaction)
        try tell(
            member == nil ? "released" : "assigned", conversation, by: actor,
            .object([
                "assignee": member.map { .string($0) }, "from": before.assignee.map { .string($0) },
                "skill": skill.map { .string($0) },
            ]), in: shop, transaction)
        return conversation
    }

    /// Ends a conversation. Nothing waits in it any more; the customer may rate it, and writing opens it again.
    /// - Throws: `conversationUnknown`, `conversationClosed`, `partnerErased`.
    public func close(
        _ id: Identifier<Conversation>, by speaker: Speaker, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation {
        var conversation = try conversation(id, for: speaker, in: shop, transaction)
        try end(&conversation, by: speaker.speaking(in: conversation).actor, in: shop, transaction)
        try shareOut(in: shop, transaction)
        return conversation
    }

    /// The same without looking who is next.
    func end(
        _ conversation: inout Conversation, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let before = conversation
        conversation.standing = try ConversationStateMachine.standing(
            after: .closed, in: conversation.standing)
        let key = try key(of: conversation, in: shop, transaction)
        try say(.closed, in: &conversation, key, of: shop, transaction)
        try noteAnswer(
            before, conversation.lastNumber, by: before.assignee, at: nil, in: shop, transaction)
        (conversation.closedAt, conversation.waitingSince) = (transaction.now, nil)
        try store.update(conversation, in: shop, transaction)
        try tell("closed", conversation, by: actor, [:], in: shop, transaction)
        try lookThroughLater(conversation, in: shop, transaction)
    }

    /// Whether the customer is asked what they thought of it: once it is closed and not rated, and not so soon after they
    /// rated another.
    public func asksForRating(
        _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        guard conversation.state == .closed, conversation.rating == nil else { return false }
        // What goes on elsewhere is rated there, and one person under two records is asked once.
        guard try mergeStore.merge(of: conversation.id, in: shop, transaction) == nil else { return false }
        return try !hasRatedLately(
            conversation.partner, besides: conversation.id, in: shop, transaction)
    }

    /// Whether somebody, under whichever of their records, has rated a conversation or a case a short while ago.
    func hasRatedLately(
        _ partner: Partner, besides id: Identifier<Conversation>? = nil, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        let (since, cases) = (
            transaction.now - (try figures(in: shop, transaction).ratingEvery),
            CaseRatingStore(people: people)
        )
        return try same(as: partner, in: shop, transaction).contains { one in
            try store.hasRated(one, besides: id ?? "", since: since, in: shop, transaction)
                || one.customerID.map { try cases.hasRated($0, since: since, in: shop, transaction) } ?? false
        }
    }

    /// Keeps what the customer thought of a closed conversation, once for each time that it was closed.
    /// - Throws: `conversationUnknown`, `ratingTooEarly`, `alreadyRated`, `partnerErased`.
    public func rate(
        _ id: Identifier<Conversation>, _ rating: Conversation.Rating, by speaker: Speaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Conversation {
        var conversation = try conversation(id, for: speaker, in: shop, transaction)
        let speaker = speaker.speaking(in: conversation)
        guard conversation.state == .closed else { throw ConversationRefusal.ratingTooEarly }
        guard conversation.rating == nil else { throw ConversationRefusal.alreadyRated }
        _ = try key(of: conversation, in: shop, transaction)
        try store.rate(conversation, rating, in: shop, transaction)
        conversation.rating = rating
        try tell(
            "rated", conversation, by: speaker.actor, ["stars": JSONValue(rating.stars)], in: shop,
            transaction)
        try noteMark(rating.stars, on: conversation, in: shop, transaction)
        return conversation
    }
}
