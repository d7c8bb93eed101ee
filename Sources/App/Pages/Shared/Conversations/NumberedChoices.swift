import Conversations

/// What a message of a dialogue lists to choose from: a number sent back is the answer.
struct NumberedChoices {
    let all: [(number: Int, text: String)]

    init(_ message: Message, _ answer: AssistedAnswer) {
        guard answer.dialogue != nil, message.recalledAt == nil, case .text(let text) = message.content
        else {
            all = []
            return
        }
        all = text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: ". ", maxSplits: 1)
            guard parts.count == 2, let number = Int(parts[0]) else { return nil }
            return (number, String(parts[1]))
        }
    }
}
