import Base
import Jobs
import Storage

/// What colleagues and teams are asked about a conversation.
extension ConversationDesk {
    /// The timer that tells that a task is overdue.
    public static let taskTimer = "conversation.task"

    /// Asks a colleague or a team. Whoever calls has checked that the colleague is there and may answer.
    /// - Throws: `conversationUnknown`, `partnerErased`, `tooManyTasks`, `teamUnknown`; `taskDueOutOfRange` unless the
    ///   moment is to come and at most `InternalTask.longest` ahead.
    public func ask(
        _ new: NewTask, about id: Identifier<Conversation>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> InternalTask {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        _ = try key(of: conversation, in: shop, transaction)
        guard new.due > transaction.now, new.due - transaction.now <= InternalTask.longest else {
            throw ConversationRefusal.taskDueOutOfRange
        }
        try requireKnown(new.owner, in: shop, transaction)
        guard try tasks.openCount(of: id, in: shop, transaction) < InternalTask.most else {
            throw ConversationRefusal.tooManyTasks
        }
        let task = InternalTask(
            id: transaction.identifiers.next("T", at: transaction.now), conversationID: id, askedBy: actor,
            owner: new.owner, words: new.words, askedAt: transaction.now, due: new.due, state: .open,
            answer: nil, closedAt: nil)
        try tasks.insert(task, of: conversation, in: shop, transaction)
        try jobs.setTimer(Self.taskTimer, on: task.id.text, of: shop, due: task.due, in: transaction)
        try tell("taskAsked", task, conversation, by: actor, in: shop, transaction)
        return task
    }

    /// Gives an open task to somebody else, or to whoever of its team takes it.
    /// - Throws: `taskUnknown`, `taskSettled`, `teamUnknown`.
    public func hand(
        _ id: Identifier<InternalTask>, to owner: InternalTask.Owner, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> InternalTask {
        try requireKnown(owner, in: shop, transaction)
        return try change(id, "taskHanded", by: actor, in: shop, transaction) { task, _ in task.owner = owner
        }
    }

    /// Answers: the task is settled, and its answer stands beside the thread as a note.
    /// - Throws: `taskUnknown`, `taskSettled`, `partnerErased`.
    public func answer(
        _ id: Identifier<InternalTask>, _ words: String, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> InternalTask {
        try change(id, "taskAnswered", by: actor, in: shop, transaction) { task, conversation in
            _ = try key(of: conversation, in: shop, transaction)
            (task.state, task.closedAt) = (.answered, transaction.now)
            task.answer = InternalTask.Answer(words: words, by: actor)
            _ = try note(
                "\(task.words)\n→ \(words)", on: conversation.id, by: actor, in: shop, transaction)
        }
    }

    /// Nobody needs an answer any more.
    /// - Throws: `taskUnknown`, `taskSettled`.
    public func withdraw(
        _ id: Identifier<InternalTask>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> InternalTask {
        try change(id, "taskWithdrawn", by: actor, in: shop, transaction) { task, _ in
            (task.state, task.closedAt) = (.withdrawn, transaction.now)
        }
    }

    // MARK: Reading

    /// - Throws: `taskUnknown`.
    public func task(
        _ id: Identifier<InternalTask>, in shop: ShopID, _ transaction: Transaction
    ) throws -> InternalTask {
        guard let task = try tasks.find(id, in: shop, transaction) else {
            throw ConversationRefusal.taskUnknown
        }
        return task
    }

    /// Open ones as they are due, settled ones in the opposite order.
    public func tasks(
        _ filter: TaskFilter, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<InternalTask> {
        Page(
            try tasks.list(filter, limit: filter.limit + 1, in: shop, transaction), limit: filter.limit
        ) { Cursor([String($0.due.milliseconds), $0.id.text]) }
    }

    /// How many wait for somebody, their teams' among them.
    public func openTasks(for member: String, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try tasks.openCount(
            for: member, of: teams(of: member, in: shop, transaction), in: shop, transaction)
    }

    /// The skill groups that a member of staff answers for.
    public func teams(of member: String, in shop: ShopID, _ transaction: Transaction) throws -> [String] {
        try seatStore.find(member, in: shop, transaction)?.skills ?? []
    }

    /// Every skill group that somebody answers for.
    public func teams(in shop: ShopID, _ transaction: Transaction) throws -> [String] {
        Set(try seatStore.list(in: shop, transaction).flatMap(\.skills)).sorted()
    }

    /// The moment of a task has come: whoever looks is told where nobody has answered.
    public func lookAfter(
        _ id: Identifier<InternalTask>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let task = try tasks.find(id, in: shop, transaction), task.isOverdue(at: transaction.now),
            let conversation = try store.find(task.conversationID, in: shop, transaction)
        else { return }
        try tell("taskOverdue", task, conversation, by: .system, in: shop, transaction)
    }

    // MARK: Parts

    private func change(
        _ id: Identifier<InternalTask>, _ word: String, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction, _ body: (inout InternalTask, Conversation) throws -> Void
    ) throws -> InternalTask {
        var task = try task(id, in: shop, transaction)
        guard task.state == .open else { throw ConversationRefusal.taskSettled }
        let conversation = try conversation(
            task.conversationID, for: .shop(actor), in: shop, transaction)
        try body(&task, conversation)
        try tasks.update(task, of: conversation, in: shop, transaction)
        if task.state != .open {
            try jobs.cancelTimer(Self.taskTimer, on: id.text, of: shop, in: transaction)
        }
        try tell(word, task, conversation, by: actor, in: shop, transaction)
        return task
    }

    private func requireKnown(
        _ owner: InternalTask.Owner, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let team = owner.team else { return }
        guard try teams(in: shop, transaction).contains(team) else { throw ConversationRefusal.teamUnknown }
    }

    private func tell(
        _ word: String, _ task: InternalTask, _ conversation: Conversation, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws {
        try tell(
            word, conversation, by: actor,
            .object([
                "task": JSONValue(task.id), "due": JSONValue(task.due),
                "member": task.owner.member.map { .string($0) },
                "team": task.owner.team.map { .string($0) },
            ]), in: shop, transaction)
    }
}
