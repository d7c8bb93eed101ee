import Base

/// A figure that the queue, the quality rule and what customers are asked go by, beside the targets. Each has a default
/// and bounds; a shop may set it.
public enum ServiceFigure: String, Sendable, CaseIterable {
    /// So many conversations are given to one agent within `paceSeconds` at most.
    case paceConversations
    case paceSeconds
    /// After so long, whoever is free takes what asks for a team, unless its hours say otherwise.
    case overflowSeconds
    /// Answers that take longer on average are slow (90 s: Douyin, rule 113278).
    case slowAfterSeconds
    /// Who was asked to wait and heard nothing for so long was left in silence.
    case silentAfterMinutes
    /// As many stars or fewer are a low mark, as marketplaces count them.
    case lowMarkStars
    /// So many of a hundred conversations are read by lot.
    case samplePercent
    /// Who has rated something is asked about nothing else for so long.
    case ratingEveryHours
    /// Within this a team answers what a playbook asks it.
    case playbookTaskHours
    /// One customer puts so much into the feedback box a day at most.
    case feedbackADay

    public var standard: Int {
        switch self {
        case .paceConversations: 3
        case .paceSeconds: 60
        case .overflowSeconds: 120
        case .slowAfterSeconds: 90
        case .silentAfterMinutes: 10
        case .lowMarkStars: 3
        case .samplePercent: 3
        case .ratingEveryHours: 24
        case .playbookTaskHours: 2
        case .feedbackADay: 10
        }
    }

    public var bounds: ClosedRange<Int> {
        switch self {
        case .paceConversations: 1...20
        case .paceSeconds: 10...3_600
        case .overflowSeconds: 10...86_400
        case .slowAfterSeconds: 10...3_600
        case .silentAfterMinutes: 1...1_440
        case .lowMarkStars: 1...4
        case .samplePercent: 0...100
        case .ratingEveryHours: 1...2_160
        case .playbookTaskHours: 1...720
        case .feedbackADay: 1...100
        }
    }
}

/// A shop's figures: those that it has set, and the defaults of the others.
public struct ServiceFigures: Sendable, Hashable {
    /// What differs from the default.
    private let own: [ServiceFigure: Int]

    public static let standard = ServiceFigures([:])

    /// - Parameter values: within their bounds; what is the default is not kept, so that it follows the default.
    public init(_ values: [ServiceFigure: Int]) { own = values.filter { $0.value != $0.key.standard } }

    public subscript(_ figure: ServiceFigure) -> Int { own[figure] ?? figure.standard }

    public var json: JSONValue {
        .object(
            ServiceFigure.allCases.map { JSONValue.Member($0.rawValue, JSONValue(self[$0])) })
    }

    /// Those alone that were set.
    var kept: JSONValue {
        .object(
            ServiceFigure.allCases.compactMap { figure in
                own[figure].map { JSONValue.Member(figure.rawValue, JSONValue($0)) }
            })
    }

    /// As it was kept, which was checked before.
    init(stored json: JSONValue) {
        var values: [ServiceFigure: Int] = [:]
        for figure in ServiceFigure.allCases { values[figure] = json[figure.rawValue]?.int.map { Int($0) } }
        self.init(values)
    }

    // MARK: What goes by them

    var queue: FairQueue {
        FairQueue(
            pace: self[.paceConversations], paceSpan: .seconds(self[.paceSeconds]),
            overflowAfter: .seconds(self[.overflowSeconds]))
    }

    var quality: QualityRule {
        QualityRule(
            slowAfter: .seconds(self[.slowAfterSeconds]), silentAfter: .minutes(self[.silentAfterMinutes]),
            lowMark: self[.lowMarkStars], samplePercent: self[.samplePercent])
    }

    var ratingEvery: Span { .hours(self[.ratingEveryHours]) }
    var playbookTaskWithin: Span { .hours(self[.playbookTaskHours]) }
}
