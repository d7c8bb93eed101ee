import Base

/// The facts of a case as they lie in the store. Most who read a case pass over them, and so they are parsed only for
/// those who ask.
public struct StoredFacts: Sendable {
    let text: String
    private let known: CaseFacts?

    init(_ facts: CaseFacts) {
        text = facts.json.text
        known = facts
    }

    init(text: String) {
        self.text = text
        known = nil
    }

    /// - Throws: `InputRefusal` when the text is none of ours.
    public func read() throws -> CaseFacts { try known ?? CaseFacts(JSONParser.parse(text)) }
}
