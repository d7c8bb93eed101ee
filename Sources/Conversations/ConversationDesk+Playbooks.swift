import Base
import Events
import Storage

/// Step lists for a situation: the shop's, and those that are gone through in a conversation.
extension ConversationDesk {
    public func playbooks(in shop: ShopID, _ transaction: Transaction) throws -> [Playbook] {
        try playbookStore.list(in: shop, transaction)
    }

    /// - Throws: `playbookUnknown`.
    public func playbook(
        _ id: Identifier<Playbook>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Playbook {
        guard let playbook = try playbookStore.find(id, in: shop, transaction) else {
            throw ConversationRefusal.playbookUnknown
        }
        return playbook
    }

    /// - Throws: `tooManyPlaybooks`.
    public func add(
        _ text: PlaybookText, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Playbook {
        guard try playbookStore.count(in: shop, transaction) < Playbook.most else {
            throw ConversationRefusal.tooManyPlaybooks
        }
        let id: Identifier<Playbook> = transaction.identifiers.next("P", at: transaction.now)
        return try keep(text, as: id, "added", by: actor, in: shop, transaction)
    }

    /// Conversations that go through it already go on with what it said.
    /// - Throws: `playbookUnknown`.
    public func change(
        _ id: Identifier<Playbook>, to text: PlaybookText, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Playbook {
        _ = try playbook(id, in: shop, transaction)
        return try keep(text, as: id, "changed", by: actor, in: shop, transaction)
    }

    /// - Throws: `playbookUnknown`.
    public func remove(
        _ id: Identifier<Playbook>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Playbook {
        let playbook = try playbook(id, in: shop, transaction)
        try playbookStore.delete(id, in: shop, transaction)
        try tell("removed", id, by: actor, in: shop, transaction)
        return playbook
    }

    // MARK: In a conversation

    /// In the order in which they were taken up.
    public func runs(
        on id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [PlaybookRun] {
        try playbookStore.runs(on: id, in: shop, transaction)
    }

    /// Takes a playbook up in a conversation; one that is taken up already stays as it is.
    /// - Throws: `conversationUnknown`, `playbookUnknown`.
    public func attach(
        _ playbookID: Identifier<Playbook>, to id: Identifier<Conversation>, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> PlaybookRun {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        let playbook = try playbook(playbookID, in: shop, transaction)
        if let run = try find(playbookID, on: id, in: shop, transaction) { return run }
        let run = PlaybookRun(
            playbookID: playbookID, text: playbook.text, startedBy: actor, startedAt: transaction.now,
            ticks: [:])
        try playbookStore.attach(run, to: id, in: shop, transaction)
        try tell("playbookAttached", playbookID, nil, conversation, by: actor, in: shop, transaction)
        return run
    }

    /// - Throws: `conversationUnknown`, `playbookUnknown`.
    public func detach(
        _ playbookID: Identifier<Playbook>, from id: Identifier<Conversation>, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> PlaybookRun {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        let run = try run(playbookID, on: id, in: shop, transaction)
        try playbookStore.detach(playbookID, from: id, in: shop, transaction)
        try tell("playbookDetached", playbookID, nil, conversation, by: actor, in: shop, transaction)
        return run
    }

    /// Notes that a step is done, and does what it does by itself: adds its tag, asks its team. One that is done stays as
    /// it is.
    /// - Throws: `conversationUnknown`, `playbookUnknown`, `playbookStepUnknown`; as `tag` and `ask` for what it does.
    public func tick(
        _ number: Int, of playbookID: Identifier<Playbook>, on id: Identifier<Conversation>, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> PlaybookRun {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        var run = try run(playbookID, on: id, in: shop, transaction)
        guard (1...max(1, run.text.steps.count)).contains(number), !run.text.steps.isEmpty else {
            throw ConversationRefusal.playbookStepUnknown
        }
        guard run.ticks[number] == nil else { return run }
        try act(run.text.steps[number - 1], on: id, by: actor, in: shop, transaction)
        let tick = PlaybookRun.Tick(by: actor, at: transaction.now)
        try playbookStore.tick(number, of: playbookID, tick, on: id, in: shop, transaction)
        run.ticks[number] = tick
        try tell("playbookTicked", playbookID, number, conversation, by: actor, in: shop, transaction)
        return run
    }

    /// Takes back that a step is done; what it did by itself stays.
    /// - Throws: `conversationUnknown`, `playbookUnknown`, `playbookStepUnknown`.
    public func untick(
        _ number: Int, of playbookID: Identifier<Playbook>, on id: Identifier<Conversation>, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> PlaybookRun {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        var run = try run(playbookID, on: id, in: shop, transaction)
        guard number >= 1, number <= run.text.steps.count else {
            throw ConversationRefusal.playbookStepUnknown
        }
        guard run.ticks.removeValue(forKey: number) != nil else { return run }
        try playbookStore.untick(number, of: playbookID, on: id, in: shop, transaction)
        try tell("playbookUnticked", playbookID, number, conversation, by: actor, in: shop, transaction)
        return run
    }

    // MARK: Parts

    private func act(
        _ step: PlaybookStep, on id: Identifier<Conversation>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        switch step.kind {
        case .act, .reply, .openCase: break
        case .tag:
            _ = try tag(id, adding: [Tag(step.reference ?? "")], by: actor, in: shop, transaction)
        case .task:
            let due = transaction.now + (try figures(in: shop, transaction).playbookTaskWithin)
            _ = try ask(
                NewTask(for: .team(step.reference ?? ""), step.words, due: due), about: id, by: actor,
                in: shop, transaction)
        }
    }

    private func keep(
        _ text: PlaybookText, as id: Identifier<Playbook>, _ word: String, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Playbook {
        let playbook = Playbook(id: id, text: text, changedAt: transaction.now)
        try playbookStore.save(playbook, in: shop, transaction)
        try tell(word, id, by: actor, in: shop, transaction)
        return playbook
    }

    private func find(
        _ playbookID: Identifier<Playbook>, on id: Identifier<Conversation>, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> PlaybookRun? {
        try playbookStore.runs(on: id, in: shop, transaction).first { $0.playbookID == playbookID }
    }

    private func run(
        _ playbookID: Identifier<Playbook>, on id: Identifier<Conversation>, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> PlaybookRun {
        guard let run = try find(playbookID, on: id, in: shop, transaction) else {
            throw ConversationRefusal.playbookUnknown
        }
        return run
    }

    private func tell(
        _ word: String, _ id: Identifier<Playbook>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try events.append(
            "playbook.\(word)", on: .init("playbook", id.text), of: shop, by: actor, [:], in: transaction)
    }

    private func tell(
        _ word: String, _ playbook: Identifier<Playbook>, _ step: Int?, _ conversation: Conversation,
        by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try tell(
            word, conversation, by: actor,
            .object(["playbook": JSONValue(playbook), "step": step.map { JSONValue($0) }]), in: shop,
            transaction)
    }
}
