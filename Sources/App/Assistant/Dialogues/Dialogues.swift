import AfterSales
import Assistant
import Base
import Conversations
import Language
import Localisation
import Orders
import Staff
import Storage

/// The dialogues of one conversation in one transaction: where one stands, what a message means to it, and what it may
/// know and do.
struct Dialogues {
    enum Turn {
        /// In the place of any other answer.
        case alone(DialogueTurn)
        /// What was asked meanwhile is answered first.
        case after(DialogueTurn)
    }

    /// More answers of dialogues than that in one conversation lead nowhere.
    private static let mostTurns = 40

    let rule: DialogueRule
    let state: DialogueState?
    let shop: DialogueShop
    private let most: Money
    private let settings: AssistantSettings
    private let firstRule: FirstLineRule

    init(
        _ line: FirstLine, _ settings: AssistantSettings, _ conversation: Conversation,
        _ words: AssistantWords,
        _ transaction: Transaction
    ) throws {
        let profile = words.shop
        self.settings = settings
        firstRule = settings.rule
        rule = DialogueRule(
            line.desks.book, off: settings.off, leastConfidence: settings.leastConfidence)
        state = try line.conversations.dialogue(in: conversation, of: profile.id, transaction).flatMap {
            DialogueState($0)
        }
        // Who is not signed in is nobody, whoever people take them for.
        let known =
            conversation.partner.customerID == nil
            ? [] : try line.conversations.same(as: conversation.partner, in: profile.id, transaction)
        shop = DialogueShop(
            desks: line.desks, people: known.compactMap(\.customerID), shop: profile, reader: words.reader,
            transaction: transaction)
        most = Money(digits: String(settings[.mostAmount]), profile.currency) ?? .zero(profile.currency)
    }

    var facts: DialogueFacts { shop.facts(most: most) }

    func heard(_ thread: AssistedThread, _ reading: IntentReading?) throws -> Heard? {
        guard let text = thread.text, let reading else { return nil }
        let context = EntityContext(today: shop.shop.day.reading(at: shop.transaction.now).date)
        return Heard(text, reading, EntityReader(context).entities(in: text))
    }

    /// What a dialogue does about a message, beside what would be said without one.
    func turn(
        on heard: Heard, _ thread: AssistedThread, besides verdict: FirstLineRule.Verdict,
        _ question: FirstLineRule.Question
    ) throws -> Turn? {
        guard thread.answers.count(where: { $0.dialogue != nil }) < Self.mostTurns else { return nil }
        // What is plainly an answer is one, however it would read by itself.
        if state != nil, heard.answer != nil, let turn = try rule.turn(on: heard, in: state, facts) {
            return .alone(turn)
        }
        switch verdict {
        case .handOver(.askedForPerson), .handOver(.upset), .handOver(.notWords): return nil
        case .handOver, .answer, .greet, .acknowledge, .askAnew: break
        }
        guard let state else { return try beginning(heard, thread, verdict, question) }
        if let turn = try rule.turn(on: heard, in: state, facts) { return .alone(turn) }
        switch verdict {
        case .answer, .greet, .acknowledge: return .after(try rule.resumed(state, facts))
        case .askAnew, .handOver: return .alone(try rule.missed(state, facts))
        }
    }

    private func beginning(
        _ heard: Heard, _ thread: AssistedThread, _ verdict: FirstLineRule.Verdict,
        _ question: FirstLineRule.Question
    ) throws -> Turn? {
        guard let turn = try rule.turn(on: heard, in: nil, facts) else { return nil }
        if case .answer(let place) = verdict {
            // A stranger is told what everybody may know, and how to have it done.
            if !facts.isKnown { return .after(turn) }
            // Who asks how it is done, in those words, is told how.
            if heard.asksHow, firstRule.isAlike(question.answers[place]) { return nil }
        }
        let wasTold = thread.answers.contains { $0.dialogue != nil }
        return facts.isKnown || !wasTold ? .alone(turn) : nil
    }
}

extension FirstLine {
    /// Does what was said yes to, says what comes of it, and keeps where the dialogue stands: all of it once, in one
    /// transaction, for the message that it answers.
    /// - Returns: whether anything was said.
    func carryOut(
        _ planned: DialogueTurn, of plan: Plan, in id: Identifier<Conversation>, of shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        let conversation = try conversations.conversation(id, for: .shop(.assistant), in: shop, transaction)
        guard try conversations.awaitsAnswer(plan.asked, in: conversation, of: shop, transaction) else {
            return false
        }
        let settings = try conversations.assistant(in: shop, transaction)
        let words = try AssistantWords(
            self, plan.language ?? shops.find(shop, in: transaction).defaultLanguage, shop, transaction)
        let dialogues = try Dialogues(self, settings, conversation, words, transaction)
        var (turn, card): (DialogueTurn, Card?) = (planned, nil)
        if let promised = turn.does, let state = turn.state {
            let outcome: Outcome
            (outcome, card) = try DialogueDeeds(shop: dialogues.shop).act(on: promised)
            turn = try dialogues.rule.acted(outcome, on: promised, in: state, dialogues.facts)
        }
        let said = DialogueWords(reader: words.reader).text(turn.says)
        let text = [plan.intro, plan.reply?.words, said].compactMap(\.self).filter { !$0.isEmpty }
        if let reason = turn.handover, card == nil {
            try handOver(
                id, reason.reason, by: .assistant, dialogue: turn.state, in: shop, transaction)
            return true
        }
        let reply = AssistedReply(
            text.joined(separator: "\n\n"), plan.reply?.kind ?? .courtesy, from: plan.reply?.source,
            intent: plan.reply?.intent, dialogue: plan.reply?.kind == .article ? nil : turn.dialogue)
        guard try conversations.answer(plan.asked, in: id, with: reply, of: shop, transaction) else {
            return false
        }
        try conversations.keep(dialogue: turn.state?.json, in: conversation, of: shop, transaction)
        if let card {
            _ = try show(card, after: plan.asked, in: conversation, of: shop, transaction)
        }
        if let reason = turn.handover {
            try handOver(
                id, reason.reason, by: .assistant, dialogue: turn.state, in: shop, transaction)
        }
        return true
    }

    /// The record that something became, where it stands under the name that the conversation is held with.
    private func show(
        _ card: Card, after asked: Int, in conversation: Conversation, of shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        let customer = conversation.partner.customerID
        let owner =
            switch card.kind {
            case .order:
                try desks.orders.knownOrder(
                    Identifier(card.id), withAddress: false, in: shop, transaction)?.customerID
            case .afterSales: try desks.afterSales.owner(of: Identifier(card.id), in: shop, transaction)
            case .product: customer
            }
        guard owner == customer else { return false }
        _ = try conversations.post(
            NewMessage(.card(card), key: "card \(asked)"), to: conversation.id, by: .shop(.assistant),
            in: shop, transaction)
        return true
    }
}

extension DialogueTurn.Handover {
    fileprivate var reason: HandoverReason {
        switch self {
        case .missed: .missed
        case .tooMuch: .tooMuch
        case .people: .people
        }
    }
}
