import Base

/// When the assistant answers customers before anybody of the shop does.
public enum AssistantMode: String, Sendable, CaseIterable {
    /// It says nothing, and offers nothing at the desk.
    case off
    /// It offers answers to whoever answers, and says nothing itself.
    case suggest
    /// It answers while nobody is there, outside of the hours too.
    case outOfHours
    /// It answers first, at any hour.
    case firstLine

    /// Whether it ever answers customers itself.
    public var answers: Bool { self == .outOfHours || self == .firstLine }

    /// Whether it answers first just now.
    public func answers(_ reach: Reachability) -> Bool {
        switch (self, reach) {
        case (.off, _), (.suggest, _), (.outOfHours, .open), (.outOfHours, .busy): false
        case (.outOfHours, .nobody), (.outOfHours, .closed), (.firstLine, _): true
        }
    }
}

/// A figure that the assistant goes by. Each has a default and bounds; a shop may set it.
public enum AssistantFigure: String, Sendable, CaseIterable {
    /// How sure it has to be of what is wanted, by the calibrated confidence of the model.
    case confidencePercent
    /// How near an answer has to be to the question that is said to answer what is wanted.
    case fittingPercent
    /// How alike by words alone a question is to one that an answer is written for.
    case alikePercent
    /// So many answers that did not help, and it leaves the conversation to people.
    case mostMisses
    /// What it has not answered by then goes to people.
    case answerSeconds
    /// A conversation of its in which nobody has written for so long ends.
    case closeHours
    /// More money than that, in whole units of the shop's currency, is moved by people alone.
    case mostAmount

    public var standard: Int {
        switch self {
        case .confidencePercent: 75
        case .fittingPercent: 45
        case .alikePercent: 70
        case .mostMisses: 2
        case .answerSeconds: 60
        case .closeHours: 24
        case .mostAmount: 500
        }
    }

    public var bounds: ClosedRange<Int> {
        switch self {
        case .confidencePercent: 50...99
        case .fittingPercent: 10...95
        case .alikePercent: 40...100
        case .mostMisses: 1...5
        case .answerSeconds: 10...3_600
        case .closeHours: 1...720
        case .mostAmount: 0...1_000_000
        }
    }
}

/// What a shop has set for the assistant. Unless it sets anything, answers are offered at the desk and customers hear
/// nothing from it.
public struct AssistantSettings: Sendable, Hashable {
    public let mode: AssistantMode
    /// What differs from the default.
    private let own: [AssistantFigure: Int]
    /// Names of the dialogues that are switched off: what they are for is answered from articles, or goes to people.
    public let off: Set<String>

    public static let standard = AssistantSettings(.suggest)

    /// - Parameter values: within their bounds; what is the default is not kept, so that it follows the default.
    public init(
        _ mode: AssistantMode, _ values: [AssistantFigure: Int] = [:], off: Set<String> = []
    ) {
        (self.mode, self.off) = (mode, off)
        own = values.filter { $0.value != $0.key.standard }
    }

    public subscript(_ figure: AssistantFigure) -> Int { own[figure] ?? figure.standard }

    public var json: JSONValue {
        .object(
            [JSONValue.Member("mode", .string(mode.rawValue))]
                + AssistantFigure.allCases.map { JSONValue.Member($0.rawValue, JSONValue(self[$0])) }
                + [JSONValue.Member("off", JSONValue(off.sorted()))])
    }

    var kept: JSONValue {
        .object(
            [JSONValue.Member("mode", .string(mode.rawValue))]
                + AssistantFigure.allCases.compactMap { figure in
                    own[figure].map { JSONValue.Member(figure.rawValue, JSONValue($0)) }
                } + (off.isEmpty ? [] : [JSONValue.Member("off", JSONValue(off.sorted()))]))
    }

    /// As it was kept, which was checked before.
    init(stored json: JSONValue) {
        var values: [AssistantFigure: Int] = [:]
        for figure in AssistantFigure.allCases { values[figure] = json[figure.rawValue]?.int.map { Int($0) } }
        self.init(
            json["mode"]?.string.flatMap { AssistantMode(rawValue: $0) } ?? .suggest, values,
            off: Set(json["off"]?.items.compactMap(\.string) ?? []))
    }

    // MARK: What goes by them

    /// What the assistant answers, and what it leaves to people.
    public var rule: FirstLineRule {
        FirstLineRule(
            leastConfidence: Float(self[.confidencePercent]) / 100,
            leastFit: Float(self[.fittingPercent]) / 100, leastAlike: Float(self[.alikePercent]) / 100,
            mostMisses: self[.mostMisses])
    }

    /// How sure it has to be of what is wanted before a dialogue is about it.
    public var leastConfidence: Float { Float(self[.confidencePercent]) / 100 }

    var answerWithin: Span { .seconds(self[.answerSeconds]) }
    var closeAfter: Span { .hours(self[.closeHours]) }
}
