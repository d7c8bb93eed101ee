import Base

extension Conversation {
    /// As the API tells of it.
    public var json: JSONValue {
        var visitor: String?
        if case .visitor(let id) = partner { visitor = id.text }
        return .object([
            "id": JSONValue(id), "customerId": partner.customerID.map { JSONValue($0) },
            "visitorId": visitor.map { .string($0) }, "channel": .string(channel.name),
            "state": .string(state.rawValue), "assignee": assignee.map { .string($0) },
            "skill": skill.map { .string($0) },
            "openedAt": JSONValue(openedAt), "lastNumber": JSONValue(lastNumber), "lastAt": JSONValue(lastAt),
            "waitingSince": waitingSince.map { JSONValue($0) }, "answerDue": target.map { JSONValue($0.due) },
            "answeredAt": answeredAt.map { JSONValue($0) },
            "marks": ["customer": customerMarks.json, "shop": shopMarks.json],
            "closedAt": closedAt.map { JSONValue($0) },
            "rating": rating.map {
                .object(["stars": JSONValue($0.stars), "words": $0.words.map { .string($0) }])
            },
            "tags": tags.isEmpty ? JSONValue?.none : JSONValue(tags.map(\.text)),
            "snoozedUntil": snoozedUntil.map { JSONValue($0) },
            "returnedAt": returnedAt.map { JSONValue($0) },
            "assistedSince": assistedSince.map { JSONValue($0) },
        ])
    }
}

extension Conversation.Marks {
    public var json: JSONValue { ["delivered": JSONValue(delivered), "read": JSONValue(read)] }
}

extension Message {
    /// As the API tells of it. What was taken back says nothing any more.
    public var json: JSONValue {
        let shown = recalledAt == nil ? content : nil
        let head: JSONValue = .object([
            "number": JSONValue(number), "by": .string(side.rawValue),
            "author": ["kind": .string(author.kind.rawValue), "id": .string(author.id)],
            "kind": .string(content.kind.rawValue), "postedAt": JSONValue(postedAt),
            "editedAt": editedAt.map { JSONValue($0) }, "recalledAt": recalledAt.map { JSONValue($0) },
        ])
        return switch shown {
        case .text(let words): head.adding(["text": .string(words)])
        case .image(let id), .file(let id): head.adding(["fileId": JSONValue(id)])
        case .card(let card):
            JSONValue.object(
                head.members + [JSONValue.Member("\(card.kind.rawValue)Id", .string(card.id))]
            ).adding([
                "variantId": card.goods.map { .string($0.variant) },
                "quantity": card.goods.map { JSONValue($0.quantity) },
            ])
        case .systemNote(let note):
            head.adding([
                "note": .object(["code": .string(note.code), "member": note.member.map { .string($0) }])
            ])
        case nil: head
        }
    }
}

extension MessageVersion {
    public var json: JSONValue { ["text": .string(words), "until": JSONValue(until)] }
}

extension ConversationNote {
    public var json: JSONValue {
        [
            "number": JSONValue(number),
            "author": ["kind": .string(author.kind.rawValue), "id": .string(author.id)],
            "text": .string(text), "at": JSONValue(at),
        ]
    }
}

extension MessageHit {
    public var json: JSONValue {
        var visitor: String?
        if case .visitor(let id) = partner { visitor = id.text }
        return .object([
            "conversationId": JSONValue(conversationID),
            "customerId": partner.customerID.map { JSONValue($0) },
            "visitorId": visitor.map { .string($0) }, "number": JSONValue(number),
            "by": .string(side.rawValue), "text": .string(text), "postedAt": JSONValue(postedAt),
        ])
    }
}
