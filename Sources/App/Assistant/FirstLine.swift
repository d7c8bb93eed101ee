import Assistant
import Base
import Conversations
import Jobs
import Knowledge
import Language
import Localisation
import Policies
import Staff
import Storage

/// The assistant before anybody of the shop: it reads what a customer wrote, asks the rule, and answers from what the
/// shop has published, or leaves the conversation to people with a summary.
///
/// What it does is work that was left with the customer's message, so that it happens after the message is there, and
/// once: an answer belongs to the message that it answers.
struct FirstLine: Sendable {
    let database: any Database
    let conversations: ConversationDesk
    let knowledge: KnowledgeDesk
    let policies: PolicyDesk
    let intents: IntentModel
    let shops: ShopDesk
    let texts: Texts
    let desks: DialogueDesks

    var handlers: [String: JobHandler] {
        [
            ConversationDesk.assistantJob: .outside(Backoff(tries: 4, first: .seconds(5))) {
                await self.answer($0)
            },
            ConversationDesk.assistedTimer: .inTransaction { job, transaction in
                try self.lookAfter(Identifier(job.subject), in: job.shop, transaction)
            },
        ]
    }

    /// The customer wants a person. A conversation that the assistant does not have waits for one already.
    /// - Throws: `partnerErased`.
    func askForPerson(
        _ id: Identifier<Conversation>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try handOver(id, .askedForPerson, by: actor, in: shop, transaction)
    }

    /// The customer says whether an answer helped. What did not help is asked anew, or left to people.
    /// - Throws: `messageUnknown`, `partnerErased`.
    func mark(
        _ number: Int, _ mark: AssistedAnswer.Mark, in id: Identifier<Conversation>, by speaker: Speaker,
        of shop: ShopID, _ transaction: Transaction
    ) throws {
        let conversation = try conversations.conversation(id, for: speaker, in: shop, transaction)
        guard
            let answer = try conversations.mark(
                number, mark, in: conversation, by: speaker.actor, of: shop, transaction)
        else { return }
        try count(answer.source, mark, in: shop, transaction)
        guard mark == .misled, conversation.state == .assisted else { return }
        let thread = try AssistedThread(conversation, conversations, in: shop, transaction)
        switch try conversations.assistant(in: shop, transaction).rule.missed(thread.misses) {
        case .handOver(let reason):
            try handOver(id, reason, by: .assistant, in: shop, transaction)
        case .answer, .greet, .acknowledge, .askAnew:
            let language = try language(of: thread, in: shop, transaction)
            let words = try AssistantWords(self, language, shop, transaction)
            _ = try conversations.answer(
                thread.asked, again: number, in: id, with: AssistedReply(words.anew, .anew), of: shop,
                transaction)
        }
    }

    // MARK: Work

    private func answer(_ job: Job) async -> JobOutcome {
        let (id, shop) = (Identifier<Conversation>(job.subject), job.shop)
        do {
            guard let plan = try await database.read({ try self.plan(id, in: shop, $0) }) else {
                return .done
            }
            do {
                try await database.write(in: shop) { try self.carryOut(plan, in: id, of: shop, $0) }
            } catch ConversationRefusal.messageForbidden {
                try await database.write(in: shop) {
                    try self.handOver(id, .forbidden, by: .assistant, in: shop, $0)
                }
            }
            return .done
        } catch is ConversationRefusal {
            // Somebody has ended it, or the customer was erased: nobody waits for an answer any more.
            return .done
        } catch is any Refusal {
            // What was promised could not be done after all, and nothing of it was: people see to it.
            return await leave(id, in: shop)
        } catch {
            return .retry(because: "unavailable")
        }
    }

    /// What was not answered in time goes to people; what nobody goes on with ends.
    private func lookAfter(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        do {
            let conversation = try conversations.conversation(
                id, for: .shop(.assistant), in: shop, transaction)
            guard conversation.state == .assisted else { return }
            let thread = try AssistedThread(conversation, conversations, in: shop, transaction)
            if thread.isOpen {
                try handOver(id, .late, by: .assistant, in: shop, transaction)
            } else {
                try conversations.endAssisted(id, in: shop, transaction)
            }
        } catch ConversationRefusal.conversationUnknown, ConversationRefusal.partnerErased {
            return
        }
    }

    private func leave(_ id: Identifier<Conversation>, in shop: ShopID) async -> JobOutcome {
        do {
            try await database.write(in: shop) {
                try self.handOver(id, .people, by: .assistant, in: shop, $0)
            }
            return .done
        } catch is ConversationRefusal {
            return .done
        } catch {
            return .retry(because: "unavailable")
        }
    }

    // MARK: Deciding

    /// What is to be said, decided on what is committed.
    struct Plan: Sendable {
        let asked: Int
        let reply: AssistedReply?
        let handover: HandoverReason?
        /// The article that counts as used.
        let article: Identifier<Article>?
        /// What is said of the answer before.
        let before: (number: Int, source: AssistedAnswer.Source?, mark: AssistedAnswer.Mark)?
        /// What a dialogue comes to, in whose words.
        var turn: DialogueTurn?
        var language: Base.Language?
        /// What is said before it.
        var intro: String?

        init(
            asked: Int, reply: AssistedReply? = nil, handover: HandoverReason? = nil,
            article: Identifier<Article>? = nil,
            before: (number: Int, source: AssistedAnswer.Source?, mark: AssistedAnswer.Mark)? = nil
        ) {
            (self.asked, self.reply, self.handover) = (asked, reply, handover)
            (self.article, self.before) = (article, before)
        }
    }

    private func plan(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Plan? {
        let conversation = try conversations.conversation(id, for: .shop(.assistant), in: shop, transaction)
        guard conversation.state == .assisted else { return nil }
        let thread = try AssistedThread(conversation, conversations, in: shop, transaction)
        guard thread.isOpen else { return nil }
        let settings = try conversations.assistant(in: shop, transaction)
        let reach = try conversations.reachable(conversation, in: shop, transaction)
        func leave(_ reason: HandoverReason) -> Plan {
            Plan(asked: thread.asked, handover: reason)
        }
        guard settings.mode.answers else { return leave(.switchedOff) }
        guard settings.mode.answers(reach) else { return leave(.peopleBack) }
        guard let reader = intents.reader else { return leave(.notReady) }
        let language = try language(of: thread, in: shop, transaction)
        let words = try AssistantWords(self, language, shop, transaction)
        let reading = thread.text.map { reader.read($0) }
        let ranked = try answers(to: thread, reading, reader, words, conversation, transaction)
        let question = FirstLineRule.Question(
            reading, isRepeated: thread.isRepeated, followsAnswer: thread.before?.kind == .article,
            misses: thread.misses,
            ranked.map { item in
                FirstLineRule.Answer(
                    likeness: item.known.likeness, score: item.score, isMeant: item.isMeant,
                    isGiven: thread.given.contains(item.known.id))
            })
        let verdict = settings.rule.verdict(on: question)
        let known = try Dialogues(self, settings, conversation, words, transaction)
        let says = plan(verdict, reading, ranked, thread, words)
        guard let heard = try known.heard(thread, reading),
            let turn = try known.turn(on: heard, thread, besides: verdict, question)
        else { return says }
        return plan(turn, besides: says, thread, words)
    }

    /// A dialogue's turn in the place of an answer, or behind one that was given meanwhile.
    private func plan(
        _ turn: Dialogues.Turn, besides says: Plan, _ thread: AssistedThread, _ words: AssistantWords
    ) -> Plan {
        var plan = says
        switch turn {
        case .alone(let turn):
            plan = Plan(asked: thread.asked)
            (plan.turn, plan.intro) = (turn, thread.hasSpoken ? nil : words.intro)
        case .after(let turn): plan.turn = turn
        }
        plan.language = words.reader.language
        return plan
    }

    private func plan(
        _ verdict: FirstLineRule.Verdict, _ reading: IntentReading?, _ ranked: [RankedAnswers.Item],
        _ thread: AssistedThread, _ words: AssistantWords
    ) -> Plan {
        let intent = reading?.main.intent.rawValue
        let intro = thread.hasSpoken ? nil : words.intro
        func say(
            _ text: String, _ kind: AssistedAnswer.Kind, from source: AssistedAnswer.Source? = nil,
            article: Identifier<Article>? = nil, mark: AssistedAnswer.Mark? = nil
        ) -> Plan {
            let whole = [intro, text].compactMap(\.self).joined(separator: "\n\n")
            return Plan(
                asked: thread.asked, reply: AssistedReply(whole, kind, from: source, intent: intent),
                handover: nil, article: article,
                before: mark.flatMap { mark in
                    thread.before.flatMap { $0.kind == .article ? ($0.number, $0.source, mark) : nil }
                })
        }
        switch verdict {
        case .answer(let place):
            let known = ranked[place].known
            let source = AssistedAnswer.Source(id: known.id, version: known.version, title: known.question)
            return say(known.answer, .article, from: source, article: known.articleID)
        case .greet: return say(words.greeting, .courtesy)
        case .acknowledge: return say(words.thanks, .courtesy, mark: .helped)
        case .askAnew: return say(words.anew, .anew, mark: .misled)
        case .handOver(let reason):
            return Plan(asked: thread.asked, handover: reason)
        }
    }

    /// What may be given as it stands: in the customer's writing, and with no field that a person would fill in.
    private func answers(
        to thread: AssistedThread, _ reading: IntentReading?, _ reader: IntentReader,
        _ words: AssistantWords, _ conversation: Conversation, _ transaction: Transaction
    ) throws -> [RankedAnswers.Item] {
        guard let text = thread.text, let reading else { return [] }
        let known = KnownAnswers(knowledge, policies, words.reader, of: words.shop)
        let intent = reading.main.intent.isCourtesy ? nil : reading.main.intent
        return try RankedAnswers(
            to: text, wanting: intent, reader, on: conversation.channel, among: known, transaction
        ).items.filter {
            $0.known.isWritten(in: words.reader.language) && LiveField.open(in: $0.known.answer) == nil
                && $0.known.answer.count <= Limits.noteCharacters / 2
        }
    }

    private func carryOut(
        _ plan: Plan, in id: Identifier<Conversation>, of shop: ShopID, _ transaction: Transaction
    ) throws {
        if let turn = plan.turn {
            guard try carryOut(turn, of: plan, in: id, of: shop, transaction) else { return }
        } else if let reason = plan.handover {
            try handOver(id, reason, by: .assistant, in: shop, transaction)
        }
        guard let reply = plan.reply,
            try plan.turn != nil
                || conversations.answer(plan.asked, in: id, with: reply, of: shop, transaction)
        else { return }
        if let article = plan.article {
            try knowledge.noteUse(of: article, at: .chat, in: shop, transaction)
        }
        guard let before = plan.before else { return }
        let conversation = try conversations.conversation(id, for: .shop(.assistant), in: shop, transaction)
        let marked = try conversations.mark(
            before.number, before.mark, in: conversation, by: .assistant, of: shop, transaction)
        if marked != nil { try count(before.source, before.mark, in: shop, transaction) }
    }

    /// Leaves a conversation to people, with what they should know.
    /// - Parameter dialogue: where its dialogue stands; nil: as it is kept.
    func handOver(
        _ id: Identifier<Conversation>, _ reason: HandoverReason, by actor: Actor,
        dialogue: DialogueState? = nil, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let conversation = try conversations.conversation(id, for: .shop(.assistant), in: shop, transaction)
        guard conversation.state == .assisted else { return }
        let thread = try AssistedThread(conversation, conversations, in: shop, transaction)
        let words = try AssistantWords(self, language(of: thread, in: shop, transaction), shop, transaction)
        let own = try AssistantWords(
            self, shops.find(shop, in: transaction).defaultLanguage, shop, transaction)
        let reach = try conversations.reachable(conversation, in: shop, transaction)
        let kept = try conversations.dialogue(in: conversation, of: shop, transaction)
        let told = [thread.hasSpoken ? nil : words.notAPerson, words.handover(reach)].compactMap(\.self)
        let reading = thread.wish.flatMap { text in intents.reader?.read(text) }
        _ = try conversations.handOver(
            id,
            Handover(
                reason, words: told.joined(separator: "\n\n"),
                summary: own.summary(
                    of: thread, reading, reason, conversation.partner,
                    dialogue ?? kept.flatMap { DialogueState($0) }), asked: thread.asked),
            by: actor, in: shop, transaction)
    }

    // MARK: Parts

    /// What somebody writes in, or else the shop's own.
    private func language(
        of thread: AssistedThread, in shop: ShopID, _ transaction: Transaction
    ) throws -> Base.Language {
        try thread.language ?? shops.find(shop, in: transaction).defaultLanguage
    }

    /// What the policy says is nobody's article.
    private func count(
        _ source: AssistedAnswer.Source?, _ mark: AssistedAnswer.Mark, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        guard let source, !source.id.hasPrefix(PolicyArticles.prefix) else { return }
        do {
            try knowledge.mark(
                Identifier(source.id), mark == .helped ? .helped : .misled, at: .chat, in: shop, transaction)
        } catch KnowledgeRefusal.articleUnknown {
            return
        }
    }
}

extension KnownAnswer {
    /// Nil for what the policy says.
    fileprivate var articleID: Identifier<Article>? {
        switch source {
        case .article(let found): found.article.id
        case .policy: nil
        }
    }

    /// Chinese of either script is read by who writes the other.
    fileprivate func isWritten(in language: Base.Language) -> Bool {
        switch source {
        case .article(let found): (found.answer.language == .english) == (language == .english)
        case .policy: true
        }
    }
}
