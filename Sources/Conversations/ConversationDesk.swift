import Base
import Customers
import Events
import Files
import Jobs
import Storage
import Vault

/// The door of the slice: opening, reading and listing conversations. What is written stands in
/// `ConversationDesk+Messages`, drafts in `+Drafts`, marks and notes in `+Marks`, who has a conversation in `+Steps`, tags
/// and what is put aside in `+Sorting`, what was said anywhere in `+Search`, how they are shared out in `+Queue`, the chat on the shop's site in `+Visits`, how
/// soon people answer in `+Answers`, how soon they should in `+Targets`, by what
/// figures in `+Figures`, when somebody is there in `+Hours`, what may not be sent in `+Forbidden`, reading again in `+Quality`, what colleagues
/// ask each other in `+Tasks`, step lists in `+Playbooks`, conversations and
/// persons that are one in `+Merging` and `+Persons`, erasing in `+Erasing`, what goes when its time is over in `+Keeping`,
/// what the assistant has in `+Assisting`, where its dialogues stand in `+Dialogues`.
public struct ConversationDesk: Sendable {
    /// Notes of one conversation that are kept.
    public static let mostNotes = 200

    /// Events that are for the shop alone.
    public static let forShop: Set<String> = [
        "conversation.noted", "conversation.tagged", "conversation.snoozed", "conversation.returned",
        "conversation.targetWarned", "conversation.targetBroken", "conversation.inspectionOpened",
        "conversation.inspected", "conversation.inspectionDropped", "conversation.lessonAdded",
        "conversation.taskAsked", "conversation.taskHanded", "conversation.taskAnswered",
        "conversation.taskWithdrawn", "conversation.taskOverdue", "conversation.playbookAttached",
        "conversation.playbookDetached", "conversation.playbookTicked", "conversation.playbookUnticked",
        "conversation.personMerged", "conversation.personParted", "conversation.answerMarked",
        "conversation.expired",
    ]

    let customers: CustomerDesk
    let files: FileDesk
    let events: EventLog
    let people: PersonVault
    let jobs: JobQueue
    let rules: ConversationRules
    /// Whether a record is there, and for a customer to see.
    let shows: @Sendable (Card, Partner, ShopID, Transaction) throws -> Bool
    let outgoing: OutgoingCheck
    /// The hours that a shop's targets speak of.
    let day: @Sendable (ShopID, Transaction) throws -> LocalDay
    let settings = SettingStore()
    /// Whether a case of somebody's was opened since a moment.
    let hasCase: @Sendable (Partner, Timestamp, ShopID, Transaction) throws -> Bool
    /// Whether the assistant can read what customers write.
    let assistantIsReady: @Sendable () -> Bool
    let inspected: InspectionStore
    let tasks: TaskStore
    let store: ConversationStore
    let messages: MessageStore
    let notes: NoteStore
    let drafts: DraftStore
    let said: MessageSearchStore
    let grams = GramStore()
    let seatStore = SeatStore()
    let answerStore = AnswerStore()
    let answerDays = AnswerDayStore()
    let keeping = KeepingStore()
    let tagStore = TagStore()
    let playbookStore = PlaybookStore()
    let mergeStore = MergeStore()
    let assistedStore = AssistedStore()
    let dialogueStore: DialogueStore

    public static let migrations = ConversationSchema.migrations

    /// What of these tables is personal.
    public static let personal = ConversationWords.all

    /// - Parameters:
    ///   - gives: what the shop itself gives out, such as where goods go back to: it names nobody else.
    ///   - day: of a shop.
    ///   - hasCase: whether a case of somebody's was opened since a moment.
    ///   - assistantIsReady: whether the assistant can read what customers write.
    public init(
        customers: CustomerDesk, files: FileDesk, events: EventLog, people: PersonVault,
        jobs: JobQueue, rules: ConversationRules = .usual,
        forbidden: ForbiddenRule = .usual,
        gives: @escaping @Sendable (ShopID, Transaction) throws -> [String] = { _, _ in [] },
        day: @escaping @Sendable (ShopID, Transaction) throws -> LocalDay,
        hasCase: @escaping @Sendable (Partner, Timestamp, ShopID, Transaction) throws -> Bool = {
            _, _, _, _ in
            false
        },
        assistantIsReady: @escaping @Sendable () -> Bool = { false },
        shows: @escaping @Sendable (Card, Partner, ShopID, Transaction) throws -> Bool
    ) {
        self.customers = customers
        self.files = files
        self.events = events
        self.people = people
        self.jobs = jobs
        self.rules = rules
        (self.shows, self.day, self.hasCase) = (shows, day, hasCase)
        self.assistantIsReady = assistantIsReady
        inspected = InspectionStore(people: people)
        tasks = TaskStore(people: people)
        outgoing = OutgoingCheck(rule: forbidden, given: gives)
        store = ConversationStore(people: people)
        messages = MessageStore(people: people)
        notes = NoteStore(people: people)
        drafts = DraftStore(people: people)
        said = MessageSearchStore(people: people)
        dialogueStore = DialogueStore(people: people)
    }

    /// The open conversation with a customer on a channel, made when there is none. Without a customer it is one with a
    /// visitor whom nobody knows, always a new one.
    /// - Parameter skill: the skill group that a new one asks for.
    /// - Throws: `customerUnknown`, `partnerErased`.
    /// - Returns: the conversation, and whether it was made.
    public func open(
        with customer: Identifier<Customer>?, on channel: ConversationChannel, skill: String? = nil,
        by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> (conversation: Conversation, isNew: Bool) {
        guard let customer else {
            let visitor = newVisitor(transaction)
            return (
                try begin(with: visitor, on: channel, skill: skill, by: actor, in: shop, transaction), true
            )
        }
        _ = try customers.customer(customer, in: shop, transaction)
        if let open = try store.open(with: .customer(customer), on: channel, in: shop, transaction) {
            return (open, false)
        }
        return (
            try begin(with: .customer(customer), on: channel, skill: skill, by: actor, in: shop, transaction),
            true
        )
    }

    /// Begins one with somebody who has none that is open on the channel.
    /// - Throws: `partnerErased`.
    func begin(
        with partner: Partner, on channel: ConversationChannel, skill: String?, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation {
        let conversation = Conversation(
            id: transaction.identifiers.next("V", at: transaction.now), partner: partner, channel: channel,
            state: .waiting, assignee: nil, skill: skill,
            known: try knownAgent(of: partner, in: shop, transaction), passedBy: nil,
            openedAt: transaction.now, lastNumber: 0, lastAt: transaction.now,
            waitingSince: nil, answeredAt: nil, customerMarks: .none, shopMarks: .none, closedAt: nil,
            rating: nil, tags: [], snoozedUntil: nil, returnedAt: nil,
            target: nil, assistedSince: nil)
        let key = try people.firstKey(of: conversation.person(in: shop), transaction)
        guard !key.isErased else { throw ConversationRefusal.partnerErased }
        try store.insert(conversation, in: shop, transaction)
        try tell(
            "opened", conversation, by: actor, ["channel": .string(channel.name)], in: shop, transaction)
        return conversation
    }

    // MARK: Reading

    /// The channels over which anybody has written.
    public func channels(in shop: ShopID, _ transaction: Transaction) throws -> [String] {
        try store.channels(in: shop, transaction)
    }

    /// - Parameter reader: a customer sees their own, the shop all.
    /// - Throws: `conversationUnknown`.
    public func conversation(
        _ id: Identifier<Conversation>, for reader: Speaker, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation {
        guard let conversation = try store.find(id, in: shop, transaction),
            reader.reaches(conversation)
        else { throw ConversationRefusal.conversationUnknown }
        return conversation
    }

    /// The one that is open with somebody on a channel, or else the newest.
    public func newest(
        with partner: Partner, on channel: ConversationChannel, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation? {
        try store.open(with: partner, on: channel, in: shop, transaction)
            ?? store.newest(with: partner, on: channel, in: shop, transaction)
    }

    public func list(
        _ filter: ConversationFilter, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<Conversation> {
        Page(
            try store.list(filter, limit: filter.limit + 1, in: shop, transaction), limit: filter.limit,
            cursor: filter.cursor)
    }

    public func count(
        _ states: [Conversation.State], of assignee: String? = nil, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Int {
        try store.count(states: states, assignee: assignee, in: shop, transaction)
    }

    /// Messages after a number, in their order.
    public func messages(
        of conversation: Conversation, after number: Int, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Message] {
        try messages.after(number, limit: limit, of: conversation, in: shop, transaction)
    }

    /// The last messages before a number, in their order.
    public func messages(
        of conversation: Conversation, before number: Int, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Message] {
        try messages.before(number, limit: limit, of: conversation, in: shop, transaction)
    }

    /// What a message said before it was changed, oldest first.
    /// - Throws: `messageUnknown`.
    public func versions(
        of number: Int, in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws -> [MessageVersion] {
        guard let message = try messages.find(number, of: conversation, in: shop, transaction) else {
            throw ConversationRefusal.messageUnknown
        }
        return try messages.versions(of: message, conversation, in: shop, transaction)
    }

    /// What the shop's people wrote beside it, oldest first.
    public func notes(
        on conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ConversationNote] {
        try notes.list(of: conversation, in: shop, transaction)
    }

    /// Whether a file was sent in a conversation and not taken back.
    public func hasFile(
        _ file: Identifier<StoredFile>, in conversation: Conversation, of shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        try messages.hasFile(file.text, of: conversation.id, in: shop, transaction)
    }

    // MARK: Parts

    /// Whom somebody knows, under whichever of their records.
    private func knownAgent(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> String? {
        if let own = try store.knownAgent(of: partner, in: shop, transaction) { return own }
        for other in try same(as: partner, in: shop, transaction) where other != partner {
            if let agent = try store.knownAgent(of: other, in: shop, transaction) { return agent }
        }
        return nil
    }

    /// The key that seals the words of a conversation.
    /// - Throws: `partnerErased`.
    func key(
        of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> PersonKey {
        let key = try people.keyToWrite(conversation.person(in: shop), transaction)
        guard !key.isErased else { throw ConversationRefusal.partnerErased }
        return key
    }

    /// The event's `related` is whose conversation it is, so that their own stream finds it.
    func tell(
        _ word: String, _ conversation: Conversation, by actor: Actor, _ detail: JSONValue, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try events.append(
            "conversation.\(word)", on: .init("conversation", conversation.id.text), of: shop, by: actor,
            related: conversation.partner.actorID, detail, in: transaction)
    }
}

extension Conversation.Marks {
    static let none = Conversation.Marks(delivered: 0, read: 0)
}
