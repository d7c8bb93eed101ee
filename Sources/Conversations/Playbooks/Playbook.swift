import Base

/// What is to be done in a situation, step by step, such as when a parcel came damaged. The shop's own text: nothing in it
/// is about anybody.
public struct Playbook: Sendable {
    /// In one shop.
    public static let most = 100
    public static let mostSteps = 20
    public static let mostTitle = 60
    public static let mostCharacters = 200

    public let id: Identifier<Playbook>
    public let text: PlaybookText
    public let changedAt: Timestamp

    public var json: JSONValue {
        [
            "id": JSONValue(id), "title": .string(text.title), "steps": .array(text.steps.map(\.json)),
            "changedAt": JSONValue(changedAt),
        ]
    }
}

public struct PlaybookText: Sendable, Hashable {
    public let title: String
    public let steps: [PlaybookStep]

    public init(title: String, steps: [PlaybookStep]) { (self.title, self.steps) = (title, steps) }
}

/// One thing to do, and what ticking it does by itself.
public struct PlaybookStep: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Nothing but what is written.
        case act
        /// Sends a quick reply: `reference` is its id.
        case reply
        /// Opens a case.
        case openCase
        /// Ticking it adds the tag in `reference`.
        case tag
        /// Ticking it asks the team in `reference` what is written.
        case task

        var needsReference: Bool {
            switch self {
            case .reply, .tag, .task: true
            case .act, .openCase: false
            }
        }
    }

    public let kind: Kind
    public let words: String
    public let reference: String?

    /// - Throws: `playbookStepInvalid` without what its kind needs; `tagInvalid` for a tag that is none.
    public init(_ kind: Kind, _ words: String, reference: String? = nil) throws(ConversationRefusal) {
        guard kind.needsReference == (reference != nil) else { throw .playbookStepInvalid }
        if kind == .tag, let reference { _ = try Tag(reference) }
        (self.kind, self.words, self.reference) = (kind, words, reference)
    }

    public var json: JSONValue {
        .object([
            "kind": .string(kind.rawValue), "text": .string(words),
            "reference": reference.map { .string($0) },
        ])
    }

    /// As it was kept, which was checked before; nil for what an older version does not know.
    init?(stored json: JSONValue) {
        guard let kind = json["kind"]?.string.flatMap(Kind.init) else { return nil }
        (self.kind, words, reference) = (kind, json["text"]?.string ?? "", json["reference"]?.string)
    }
}

/// A playbook that is gone through in a conversation, as it stood when somebody took it up.
public struct PlaybookRun: Sendable {
    /// Who did a step, and when.
    public struct Tick: Sendable {
        public let by: Actor
        public let at: Timestamp
    }

    public let playbookID: Identifier<Playbook>
    public let text: PlaybookText
    public let startedBy: Actor
    public let startedAt: Timestamp
    /// By step, from 1.
    public internal(set) var ticks: [Int: Tick]

    public var json: JSONValue {
        [
            "playbookId": JSONValue(playbookID), "title": .string(text.title),
            "steps": .array(
                text.steps.enumerated().map { place, step in
                    .object(
                        step.json.members
                            + JSONValue.object([
                                "number": JSONValue(place + 1),
                                "done": ticks[place + 1].map {
                                    ["author": Self.json($0.by), "at": JSONValue($0.at)]
                                },
                            ]).members)
                }), "startedBy": Self.json(startedBy), "startedAt": JSONValue(startedAt),
        ]
    }

    private static func json(_ actor: Actor) -> JSONValue {
        ["kind": .string(actor.kind.rawValue), "id": .string(actor.id)]
    }
}
