/// Who has a conversation, as a value: state and event give the state that follows, or a refusal.
enum ConversationStateMachine {
    enum Event: Sendable, Hashable {
        case customerWrote
        /// A member of staff answered; who answers has it.
        case memberWrote(String)
        /// A program of the shop answered.
        case programWrote
        case assigned(String)
        /// Whoever had it put it back.
        case released
        /// Nobody has it, and the assistant answers first.
        case takenByAssistant
        /// The assistant leaves it to people.
        case handedOver
        case closed
    }

    struct Standing: Sendable, Hashable {
        let state: Conversation.State
        let assignee: String?

        static let waiting = Standing(state: .waiting, assignee: nil)
        static let closed = Standing(state: .closed, assignee: nil)
        static let assisted = Standing(state: .assisted, assignee: nil)
        static func assigned(_ member: String) -> Standing { Standing(state: .assigned, assignee: member) }
    }

    /// - Throws: `conversationClosed` for everything but what a customer writes: that opens it again.
    static func standing(after event: Event, in now: Standing) throws(ConversationRefusal) -> Standing {
        switch (now.state, event) {
        case (.closed, .customerWrote): .waiting
        case (.closed, .memberWrote), (.closed, .programWrote), (.closed, .assigned), (.closed, .released),
            (.closed, .takenByAssistant), (.closed, .handedOver), (.closed, .closed):
            throw .conversationClosed
        case (.waiting, .memberWrote(let member)), (.waiting, .assigned(let member)),
            (.assigned, .assigned(let member)), (.assisted, .memberWrote(let member)),
            (.assisted, .assigned(let member)):
            .assigned(member)
        case (.waiting, .customerWrote), (.waiting, .programWrote), (.waiting, .released),
            (.waiting, .handedOver), (.assigned, .released), (.assisted, .released), (.assisted, .handedOver):
            .waiting
        case (.assigned, .customerWrote), (.assigned, .memberWrote), (.assigned, .programWrote),
            (.assigned, .takenByAssistant), (.assigned, .handedOver):
            now
        case (.waiting, .takenByAssistant), (.assisted, .takenByAssistant), (.assisted, .customerWrote),
            (.assisted, .programWrote):
            .assisted
        case (.waiting, .closed), (.assigned, .closed), (.assisted, .closed): .closed
        }
    }
}

extension Conversation {
    var standing: ConversationStateMachine.Standing {
        get { .init(state: state, assignee: assignee) }
        set {
            if newValue != standing { (snoozedUntil, returnedAt) = (nil, nil) }
            (state, assignee) = (newValue.state, newValue.assignee)
            if state != .assisted { assistedSince = nil }
            if let assignee { (known, passedBy) = (assignee, nil) }
        }
    }
}
