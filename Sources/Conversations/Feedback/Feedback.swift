import Base
import Customers

/// What a customer put into the feedback box.
public struct Feedback: Sendable {
    public enum Kind: String, Sendable, CaseIterable { case praise, idea, trouble }
    public enum State: String, Sendable, CaseIterable { case open, answered, closed }

    public let id: Identifier<Feedback>
    public let customerID: Identifier<Customer>
    public let kind: Kind
    public let words: String
    /// The case that it is about, where it is about one.
    public let caseID: String?
    public let at: Timestamp
    public internal(set) var state: State
    public internal(set) var answer: Answer?

    /// Whether its words are still there: they go when their time is over, and with the customer's data.
    public var isKept: Bool { !words.isEmpty }

    public struct Answer: Sendable {
        public let words: String
        public let author: String
        public let at: Timestamp
    }

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "customerId": JSONValue(customerID), "kind": .string(kind.rawValue),
            "text": .string(words), "caseId": caseID.map { .string($0) }, "at": JSONValue(at),
            "state": .string(state.rawValue),
            "answer": answer.map {
                ["text": .string($0.words), "author": .string($0.author), "at": JSONValue($0.at)]
            },
        ])
    }

    /// The same with other words, such as none that tell anything.
    public func withWords(_ change: (String) -> String) -> Feedback {
        var feedback = Feedback(
            id: id, customerID: customerID, kind: kind, words: change(words), caseID: caseID, at: at,
            state: state)
        feedback.answer = answer.map { Answer(words: change($0.words), author: $0.author, at: $0.at) }
        return feedback
    }
}

/// How much of each kind came in, and how much of it was answered.
public struct FeedbackCount: Sendable, Hashable {
    public let kind: Feedback.Kind
    public internal(set) var all = 0
    public internal(set) var answered = 0

    public var json: JSONValue {
        ["kind": .string(kind.rawValue), "all": JSONValue(all), "answered": JSONValue(answered)]
    }
}
