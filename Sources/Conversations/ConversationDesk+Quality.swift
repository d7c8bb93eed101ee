import Base
import Customers
import Events
import Jobs
import Storage
import Vault

/// Reading conversations again: which ones, what was found, what is learnt from it.
extension ConversationDesk {
    /// The timer that looks through a conversation that has ended.
    public static let qualityTimer = "conversation.quality"

    /// A conversation is looked through so long after its end: most ratings have come by then.
    static let lookedThroughAfter = Span.minutes(10)

    /// Lessons that a week's page shows.
    public static let mostLessons = 500

    private static let messagesLookedThrough = 500

    /// Looks through a conversation that has ended and puts it before inspectors where there is a reason.
    public func lookThrough(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let conversation = try store.find(id, in: shop, transaction), conversation.state == .closed,
            let ended = conversation.closedAt
        else { return }
        let reasons = try quality(in: shop, transaction).reasons(
            facts(of: conversation, ended, in: shop, transaction))
        try putBefore(conversation, because: reasons, in: shop, transaction)
    }

    public func inspections(
        _ state: Inspection.State, of agent: String? = nil, after: Cursor? = nil,
        limit: Int = Limits.defaultPageItems, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<Inspection> {
        Page(
            try inspected.list(
                state, of: agent, after: after, limit: limit + 1, in: shop, transaction), limit: limit
        ) { Cursor([String($0.at.milliseconds), $0.conversationID.text]) }
    }

    /// What inspectors were shown and found of one conversation, newest first.
    public func inspections(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Inspection] {
        try inspected.list(of: id, in: shop, transaction)
    }

    /// Keeps what an inspector found; the agent is told by the event.
    /// - Parameter sheet: nil: there was nothing in it, and nobody hears of it.
    /// - Throws: `inspectionUnknown` unless one waits; `partnerErased` for words about somebody whose data are gone.
    public func inspect(
        _ id: Identifier<Conversation>, _ sheet: ScoreSheet?, words: String?, isLesson: Bool, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Inspection {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        guard
            var inspection = try inspected.list(of: id, in: shop, transaction).first(where: {
                $0.state == .open
            })
        else { throw ConversationRefusal.inspectionUnknown }
        inspection.state = sheet == nil ? .dropped : .done
        inspection.result = sheet.map { sheet in
            Inspection.Result(
                sheet: sheet, words: words, isLesson: isLesson, inspector: actor.id, at: transaction.now,
                readAt: nil)
        }
        if words != nil { _ = try key(of: conversation, in: shop, transaction) }
        try inspected.finish(inspection, of: conversation, in: shop, transaction)
        try tell(
            sheet == nil ? "inspectionDropped" : "inspected", conversation, by: actor,
            .object([
                "agent": inspection.agent.map { .string($0) }, "score": sheet.map { JSONValue($0.score) },
            ]), in: shop, transaction)
        return inspection
    }

    /// The agent has read what was found of their conversation.
    /// - Throws: `inspectionUnknown` unless it is theirs.
    public func readResult(
        of id: Identifier<Conversation>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Inspection {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        guard
            var inspection = try inspected.list(of: id, in: shop, transaction).first(where: {
                $0.state == .done && $0.agent == actor.id
            })
        else { throw ConversationRefusal.inspectionUnknown }
        guard inspection.result?.readAt == nil else { return inspection }
        inspection.result?.readAt = transaction.now
        try inspected.finish(inspection, of: conversation, in: shop, transaction)
        return inspection
    }

    // MARK: Lessons

    /// Writes down what a conversation taught.
    /// - Throws: `conversationUnknown`, `partnerErased`.
    public func learn(
        _ text: LessonText, from id: Identifier<Conversation>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Lesson {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        _ = try key(of: conversation, in: shop, transaction)
        let lesson = Lesson(
            id: transaction.identifiers.next("L", at: transaction.now), conversationID: id, author: actor,
            text: text, at: transaction.now)
        try inspected.insert(lesson, of: conversation, in: shop, transaction)
        try tell(
            "lessonAdded", conversation, by: actor, ["lesson": JSONValue(lesson.id)], in: shop, transaction)
        return lesson
    }

    /// Newest first, at most `mostLessons`.
    public func lessons(
        from: Timestamp, until: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Lesson] {
        try inspected.lessons(
            from: from, until: until, limit: Self.mostLessons, in: shop, transaction)
    }

    // MARK: Parts

    /// It has ended: somebody may read it again.
    func lookThroughLater(
        _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try jobs.setTimer(
            Self.qualityTimer, on: conversation.id.text, of: shop,
            due: transaction.now + Self.lookedThroughAfter, in: transaction)
    }

    /// A low mark is put before a supervisor at once.
    func noteMark(
        _ stars: Int, on conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard try stars <= quality(in: shop, transaction).lowMark else { return }
        try putBefore(conversation, because: [.lowMark], in: shop, transaction)
    }

    private func putBefore(
        _ conversation: Conversation, because reasons: [QualityReason], in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let known = try inspected.list(of: conversation.id, in: shop, transaction).first {
            $0.round == conversation.lastNumber
        }
        let old = known?.reasons ?? []
        let new = reasons.filter { !old.contains($0) }
        guard !new.isEmpty, known.map({ $0.state == .open }) ?? true else { return }
        try inspected.save(
            Inspection(
                conversationID: conversation.id, round: conversation.lastNumber, reasons: old + new,
                agent: conversation.known, at: known?.at ?? transaction.now, state: .open, result: nil),
            in: shop, transaction)
        try tell(
            "inspectionOpened", conversation, by: .system,
            ["reasons": JSONValue((old + new).map(\.rawValue))], in: shop, transaction)
    }

    private func facts(
        of conversation: Conversation, _ ended: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> QualityRule.Facts {
        let all = try messages.before(
            conversation.lastNumber + 1, limit: Self.messagesLookedThrough, of: conversation, in: shop,
            transaction)
        let hasCard = all.contains { $0.content.kind == .caseCard }
        let hasCase = try hasCard || hasCase(conversation.partner, conversation.openedAt, shop, transaction)
        return QualityRule.Facts(
            lines: all.compactMap { message in
                guard message.side != .system, message.recalledAt == nil else { return nil }
                return QualityRule.Facts.Line(
                    isCustomers: message.side == .customer,
                    isPersons: message.side == .shop && message.author.kind == .staff,
                    text: message.content.words ?? "", at: message.postedAt)
            },
            waits: try answerStore.list(of: conversation.id, in: shop, transaction).map(\.taken),
            endedAt: ended, hasCase: hasCase, stars: conversation.rating?.stars,
            lot: Self.lot(conversation.id))
    }

    /// A number from 0 to 99 that nobody can choose: ids are made by chance.
    private static func lot(_ id: Identifier<Conversation>) -> Int {
        Int(
            id.text.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
                % 100)
    }
}
