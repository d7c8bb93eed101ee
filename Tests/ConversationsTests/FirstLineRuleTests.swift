import Base
import Testing

@testable import Conversations
@testable import Language

/// When the assistant answers, and when it leaves a customer to people.
@Suite struct FirstLineRuleTests {
    typealias Rule = FirstLineRule

    private static let rule = AssistantSettings(.firstLine).rule

    private static func reading(
        _ intent: Intent, _ confidence: Float = 0.9, further: [Intent] = [], isOutOfScope: Bool = false,
        mood: Mood = .calm, threats: Set<Threat> = [], complaint: Float = -1
    ) -> IntentReading {
        IntentReading(
            main: .init(intent: intent, confidence: confidence),
            further: further.map { .init(intent: $0, confidence: 0.9) }, ranked: [intent],
            isOutOfScope: isOutOfScope,
            mood: MoodReading(mood: mood, threats: threats, complaint: complaint))
    }

    private static let meant = Rule.Answer(likeness: 0.3, score: 0.6, isMeant: true)
    private static let far = Rule.Answer(likeness: 0.3, score: 0.3, isMeant: true)
    private static let other = Rule.Answer(likeness: 0.4, score: 0.9, isMeant: false)
    private static let alike = Rule.Answer(likeness: 0.9, score: 0.9, isMeant: false)
    private static let given = Rule.Answer(likeness: 0.9, score: 0.9, isMeant: true, isGiven: true)

    static let table: [(String, Rule.Question, Rule.Verdict)] = [
        ("what is meant and near", .init(reading(.invoice), [other, meant]), .answer(1)),
        ("the same words", .init(reading(.other, 0.3), [alike]), .answer(0)),
        (
            "the same words, of which nothing like was learnt",
            .init(reading(.other, 0.3, isOutOfScope: true), [alike]), .answer(0)
        ),
        ("meant, but far", .init(reading(.invoice), [far, other]), .handOver(.noAnswer)),
        ("nothing published", .init(reading(.invoice)), .handOver(.noAnswer)),
        ("not sure what is meant", .init(reading(.invoice, 0.6), [meant]), .handOver(.unsure)),
        (
            "nothing that was learnt", .init(reading(.invoice, isOutOfScope: true), [meant]),
            .handOver(.outOfScope)
        ),
        ("several things", .init(reading(.invoice, further: [.stock]), [meant]), .handOver(.several)),
        ("a person", .init(reading(.humanAgent), [alike]), .handOver(.askedForPerson)),
        (
            "a person besides", .init(reading(.invoice, further: [.humanAgent]), [meant]),
            .handOver(.askedForPerson)
        ),
        ("angry", .init(reading(.invoice, mood: .angry), [meant]), .handOver(.upset)),
        ("leaving", .init(reading(.invoice, mood: .leaving), [meant]), .handOver(.upset)),
        ("worried", .init(reading(.invoice, mood: .worried), [meant]), .answer(0)),
        ("threatening", .init(reading(.invoice, threats: [.badReview]), [meant]), .handOver(.upset)),
        ("complaining", .init(reading(.complaint), [meant]), .handOver(.upset)),
        ("like a complaint", .init(reading(.invoice, complaint: 1_000), [meant]), .handOver(.upset)),
        ("the same again", .init(reading(.invoice), isRepeated: true, [meant]), .handOver(.repeated)),
        ("what was given before", .init(reading(.invoice), [given]), .handOver(.repeated)),
        ("a greeting", .init(reading(.greeting)), .greet),
        ("an unsure greeting", .init(reading(.greeting, 0.5)), .handOver(.unsure)),
        ("thanks", .init(reading(.thanksBye)), .acknowledge),
        ("yes, after an answer", .init(reading(.affirm), followsAnswer: true), .acknowledge),
        ("yes, to nothing", .init(reading(.affirm)), .handOver(.noAnswer)),
        ("no, after an answer", .init(reading(.deny), followsAnswer: true), .askAnew),
        (
            "no, for the second time", .init(reading(.deny), followsAnswer: true, misses: 1),
            .handOver(.missed)
        ),
        ("a picture", .init(nil, [alike]), .handOver(.notWords)),
    ]

    @Test(arguments: table.indices)
    func `what is surely known is answered, everything else is left to people`(row: Int) {
        let (name, question, verdict) = Self.table[row]
        #expect(Self.rule.verdict(on: question) == verdict, "\(name)")
    }

    @Test func `a shop's figures say how sure it has to be`() {
        let strict = AssistantSettings(.firstLine, [.confidencePercent: 95, .alikePercent: 100]).rule
        #expect(
            strict.verdict(on: .init(Self.reading(.invoice), [Self.meant])) == .handOver(.unsure))
        #expect(
            strict.verdict(on: .init(Self.reading(.other, 0.3), [Self.alike])) == .handOver(.unsure))
        let patient = AssistantSettings(.firstLine, [.mostMisses: 3]).rule
        #expect(patient.missed(1) == .askAnew && patient.missed(2) == .handOver(.missed))
    }

    @Test func `settings are kept as they were set, and what follows the default goes with it`() {
        let settings = AssistantSettings(.outOfHours, [.closeHours: 48, .mostMisses: 2])
        #expect(AssistantSettings(stored: settings.kept) == settings)
        #expect(settings.kept == ["mode": "outOfHours", "closeHours": 48])
        #expect(settings.json["answerSeconds"] == 60)
    }

    @Test(
        arguments: [
            (.off, .closed(until: nil), false), (.suggest, .closed(until: nil), false),
            (.outOfHours, .open, false), (.outOfHours, .busy, false), (.outOfHours, .nobody, true),
            (.outOfHours, .closed(until: nil), true), (.firstLine, .open, true),
            (.firstLine, .busy, true),
        ] as [(AssistantMode, Reachability, Bool)])
    func `it answers when its mode says so`(mode: AssistantMode, reach: Reachability, answers: Bool) {
        #expect(mode.answers(reach) == answers)
    }
}
