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
        case closed
    }

    struct Standing: Sendable, Hashable {
        let state: Conversation.State
        let assignee: String?

        static let waiting = Standing(state: .waiting, assignee: nil)
        static let closed = Standing(state: .closed, assignee: nil)
        static func assigned(_ member: String) -> Standing { Standing(state: .assigned, assignee: member) }
    }

    /// - Throws: `conversationClosed` for everything but what a customer writes: that opens it again.
    static func standing(after event: Event, in now: Standing) throws(ConversationRefusal) -> Standing {
        switch (now.state, event) {
        case (.closed, .customerWrote): .waiting
        case (.closed, .memberWrote), (.closed, .programWrote), (.closed, .assigned), (.closed, .released),
            (.closed, .closed):
            throw .conversationClosed
        case (.waiting, .memberWrote(let member)), (.waiting, .assigned(let member)),
            (.assigned, .assigned(let member)):
            .assigned(member)
        case (.waiting, .customerWrote), (.waiting, .programWrote), (.waiting, .released),
            (.assigned, .released):
            .waiting
        case (.assigned, .customerWrote), (.assigned, .memberWrote), (.assigned, .programWrote): now
        case (.waiting, .closed), (.assigned, .closed): .closed
        }
    }
}

extension Conversation {
    var standing: ConversationStateMachine.Standing {
        get { .init(state: state, assignee: assignee) }
        set {
            if newValue != standing { (snoozedUntil, returnedAt) = (nil, nil) }
            (state, assignee) = (newValue.state, newValue.assignee)
            if let assignee { (known, passedBy) = (assignee, nil) }
        }
    }
}
