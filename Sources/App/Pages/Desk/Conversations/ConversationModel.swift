import AfterSales
import Base
import Conversations
import Customers
import Localisation
import Orders
import Staff
import Storage
import Web

/// One conversation with everything that whoever answers needs beside it.
struct ConversationModel: Sendable {
    let thread: ThreadModel
    /// The message that the reader asked for, in a thread that is longer than what is shown.
    let at: Int?
    let notes: [ConversationNote]
    /// Open ones.
    let tasks: [TaskRow]
    /// Playbooks that the conversation goes through, and those that the shop has.
    let runs: [PlaybookRun]
    let playbooks: [Playbook]
    /// What is one with it, and what could be.
    let merged: MergedModel
    let invite: InviteForm.Model
    /// The skill groups that may be asked something.
    let teams: [String]
    let names: [String: String]
    let waiting: [ConversationRow]
    let customer: Customer?
    let orders: [OrderRow]
    let beside: CasesBeside
    let earlier: [Conversation]
    let colleagues: [StaffMember]
    let draft: ConversationDraft?
    /// How the reader is told what was written here.
    let told: @Sendable (String) -> String
    let company: CompanyPanel
    let replies: QuickReplyChoices
    /// The quick reply that the reader has taken without a script.
    let taken: QuickReplyChoices.Choice?
    let suggestions: Suggestions
    /// The suggestion that the reader has taken without a script.
    let suggested: Suggestions.Item?
    /// The tags that the shop uses.
    let tags: [TagCount]
    let showings: PersonalDataShowings

    private static let listed = 30
    private static let beside = 5

    var conversation: Conversation { thread.conversation }
    var cases: [CaseRow] { beside.rows }

    /// - Parameter beside: what is worked on beside it; nil: what the address says.
    /// - Throws: `conversationUnknown`.
    init(
        _ id: Identifier<Conversation>, beside: BesideThread? = nil, _ call: DeskCall,
        _ transaction: Transaction
    ) throws {
        let (services, shop) = (call.services, call.shop.id)
        let desk = services.conversations
        let conversation = try desk.conversation(
            id, for: .shop(call.principal.actor), in: shop, transaction)
        let same = try desk.same(as: conversation.partner, in: shop, transaction)
        // A visitor who was found to be a customer is shown as that customer.
        let customerID = conversation.partner.customerID ?? same.lazy.compactMap(\.customerID).first
        customer = try customerID.map { try services.customers.customer($0, in: shop, transaction) }
        let told = call.personal.words(of: customer)
        self.told = told
        at = try Query(call.request).int("at", in: 0...Int(Int32.max))
        let written = try ThreadModel(
            conversation, services, call.reader, side: .shop,
            around: at, in: call.shop, transaction
        )
        thread = written.withWords(told)
        notes = try desk.notes(on: conversation, in: shop, transaction).map { $0.withWords(told) }
        var asked = TaskFilter()
        (asked.conversation, asked.limit) = (id, InternalTask.most)
        tasks = try TaskRow.rows(desk.tasks(asked, in: shop, transaction).items, call, transaction)
        teams = try desk.teams(in: shop, transaction)
        showings = try PersonalDataShowings(.conversation(id), call, transaction)
        draft = try desk.draft(in: conversation, of: shop, transaction)
        runs = try desk.runs(on: id, in: shop, transaction)
        playbooks = try desk.playbooks(in: shop, transaction)
        merged = try MergedModel(conversation, same, told, call, transaction)
        names = try Self.names(thread, notes, draft, runs, merged, call, transaction)
        waiting = try Self.beside(call, transaction)
        let known = same.compactMap(\.customerID)
        orders = try known.flatMap {
            try services.orders.placed(by: $0, limit: Self.beside, in: shop, transaction).items.map {
                try OrderRow($0.order, call, transaction)
            }
        }
        self.beside = try CasesBeside(
            beside ?? BesideThread(Query(call.request)), of: known, call, transaction)
        earlier = merged.others
        invite = try InviteForm.Model(orders.map(\.order), call, transaction)
        colleagues = try call.colleagues(transaction)
        company = try CompanyPanel(at: id, call, transaction)
        replies = try QuickReplyChoices("", for: conversation, call, transaction)
        taken = try QuickReplyChoices.taken(for: conversation, call, transaction)
        suggestions = try Suggestions(
            for: conversation, written.messages, order: orders.first, call, transaction)
        suggested = try Suggestions.taken(call, suggestions.items)
        tags = try desk.tags(in: shop, transaction)
    }

    /// Who waits, then what the reader has: the list beside a thread.
    private static func beside(
        _ call: DeskCall, _ transaction: Transaction
    ) throws -> [ConversationRow] {
        let desk = call.services.conversations
        var waiting = ConversationView.waiting.filter(for: call.principal.actor, at: transaction.now)
        waiting.limit = listed
        var own = ConversationView.mine.filter(for: call.principal.actor, at: transaction.now)
        own.limit = listed
        let first = try desk.list(waiting, in: call.shop.id, transaction).items
        let known = Set(first.map(\.id))
        let rest = try desk.list(own, in: call.shop.id, transaction).items.filter { !known.contains($0.id) }
        return try ConversationRow.rows(first + rest, call, transaction)
    }

    /// What can be shown to the customer as a card, by kind.
    struct Shown: Sendable {
        let card: Card
        let text: String
    }

    /// Orders, the goods in the newest of them, cases.
    func cards(_ call: DeskCall) -> [Shown] {
        // What is under another of the person's records is not shown in this thread: who reads it may be somebody else.
        let own = conversation.partner.customerID
        let placed = self.orders.filter { $0.order.customerID == own }
        let orders = placed.map { row in
            Shown(
                card: Card(.order, row.order.id.text),
                text: call.texts["desk.conversation.card.order", ["id": row.order.id.text]])
        }
        var known: Set<Identifier<Product>> = []
        let goods = (placed.first?.order.lines ?? []).filter { known.insert($0.productID).inserted }.map {
            Shown(card: Card(.product, $0.productID.text), text: $0.title)
        }
        let cases = cases.filter { $0.record.customerID == own }.map { row in
            Shown(
                card: Card(.afterSales, row.record.id.text),
                text: call.texts[
                    "desk.conversation.card.case",
                    ["kind": call.words.kind(row.record.kind), "goods": row.goods]])
        }
        return orders + goods + cases
    }

    private static func names(
        _ thread: ThreadModel, _ notes: [ConversationNote], _ draft: ConversationDraft?,
        _ runs: [PlaybookRun], _ merged: MergedModel, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [String: String] {
        let found = try StaffNames(call, transaction)
        let messages = thread.messages + merged.threads.flatMap(\.thread.messages)
        var actors = Set(messages.filter { $0.side == .shop }.map(\.author) + notes.map(\.author))
        for case .systemNote(let note) in messages.map(\.content) {
            if let member = note.member { actors.insert(Actor(.staff, member)) }
        }
        if let draft { actors.insert(draft.author) }
        for run in runs { actors.formUnion(run.ticks.values.map(\.by)) }
        actors.formUnion(merged.actors)
        if let assignee = thread.conversation.assignee { actors.insert(Actor(.staff, assignee)) }
        return try Dictionary(
            actors.map { ($0.id, try found.name(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }
}
