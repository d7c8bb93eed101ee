import Base

extension Conversation {
    func next(_ content: Message.Content, by speaker: Speaker, at now: Timestamp) -> Message {
        Message(
            conversationID: id, number: lastNumber + 1, side: speaker.side,
            author: Actor(speaker.actor.kind, speaker.actor.id), content: content, postedAt: now,
            editedAt: nil, recalledAt: nil)
    }

    /// Counts a message in: who wrote has everything up to it before them, and a person's answer ends the wait.
    mutating func take(_ message: Message) {
        (lastNumber, lastAt) = (message.number, message.postedAt)
        switch message.side {
        case .customer:
            // While the assistant answers nobody waits for a person.
            if state != .assisted { waitingSince = waitingSince ?? message.postedAt }
            snoozedUntil = nil
            customerMarks.grow(delivered: message.number, read: message.number)
        case .shop:
            // No person has read what the assistant answers.
            guard message.author != .assistant else { return }
            shopMarks.grow(delivered: message.number, read: message.number)
            if message.author.kind == .staff {
                (waitingSince, returnedAt) = (nil, nil)
                answeredAt = answeredAt ?? message.postedAt
            }
        case .system: break
        }
    }
}

extension Conversation.Marks {
    mutating func grow(delivered: Int, read: Int) {
        self.read = max(self.read, read)
        self.delivered = max(self.delivered, delivered, self.read)
    }
}
