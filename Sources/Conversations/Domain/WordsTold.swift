/// What people wrote in a conversation, wherever it stands.
extension Message {
    /// Whether it tells anything that was written.
    public var hasWords: Bool { recalledAt == nil && content.words != nil }

    /// The same message with other words, such as none that tell anything.
    public func withWords(_ change: (String) -> String) -> Message {
        var message = self
        if let words = content.words { message.content = .text(change(words)) }
        return message
    }
}

extension MessageVersion {
    public func withWords(_ change: (String) -> String) -> MessageVersion {
        MessageVersion(words: change(words), until: until)
    }
}

extension ConversationNote {
    public func withWords(_ change: (String) -> String) -> ConversationNote {
        ConversationNote(number: number, author: author, text: change(text), at: at)
    }
}

/// What was written about a conversation itself: why it was good or bad.
extension Conversation {
    public var hasWords: Bool { rating?.words != nil }

    public func withWords(_ change: (String) -> String) -> Conversation {
        var conversation = self
        conversation.rating = rating.map { Rating(stars: $0.stars, words: $0.words.map(change)) }
        return conversation
    }
}
