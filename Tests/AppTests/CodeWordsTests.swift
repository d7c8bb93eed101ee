import AfterSales
import Base
import Customers
import Localisation
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import App

/// Nobody at the desk reads a code: whatever the domain can name has a word in the three languages.
@Suite struct CodeWordsTests {
    @Test(arguments: Language.allCases)
    func `every code of the domain has a word`(language: Language) throws {
        let words = DeskWords(reader: try reader(language))
        var told: [(code: String, word: String)] = []
        told += CaseState.allCases.map { ($0.rawValue, words.state($0)) }
        told += CaseKind.allCases.map { ($0.rawValue, words.kind($0)) }
        told += DecisionOutcome.allCases.map { ($0.rawValue, words.outcome($0)) }
        told += RuleFinding.Effect.allCases.map { ($0.rawValue, words.effect($0)) }
        told += Role.allCases.map { ($0.rawValue, words.role($0)) }
        told += Actor.Kind.allCases.map { ($0.rawValue, words.actor($0)) }
        told += OrderStatus.allCases.map { ($0.rawValue, words.orderStatus($0)) }
        told += MethodKind.allCases.map { ($0.rawValue, words.method($0)) }
        told += OrderChange.Kind.allCases.map { ($0.rawValue, words.change($0)) }
        told += Complaint.Cause.allCases.map { ($0.rawValue, words.complaint($0)) }
        told += Complaint.State.allCases.map { ($0.rawValue, words.complaint($0)) }
        told += Complaint.RemedyKind.allCases.map { ($0.rawValue, words.remedy($0, .fen(100))) }
        told += OfferKind.allCases.map { ($0.rawValue, words.offer($0, .fen(100))) }
        told += DeadlineFallback.allCases.map { ($0.rawValue, words.fallback($0)) }
        told += Breach.allCases.map { ($0.rawValue, words.reason($0.rawValue, nil)) }
        expectWords(told, language)
    }

    @Test(arguments: Language.allCases)
    func `every fact of a rule has a name and a word`(language: Language) throws {
        let reader = try reader(language)
        let text = DecisionText(reader: reader)
        for (name, codes) in Self.facts {
            #expect(reader.sentence("desk.fact.\(name)") != nil, "\(name)")
            expectWords(
                codes.map { ($0, text.worded(RuleFinding("any", .allows, [name: $0]))[name] ?? "") }, language
            )
        }
    }

    @Test(arguments: Language.allCases, ShippedPacks.names)
    func `every section of a pack is explained beside its text`(language: Language, name: String) throws {
        let reader = try reader(language)
        let yaml = try ShippedPacks.text(name)
        for section in PackOutline(yaml).sections {
            #expect(reader.sentence("desk.policy.key.\(section.key)") != nil, "\(section.key)")
        }
    }

    @Test(arguments: Language.allCases, ShippedPacks.names)
    func `a reason of a pack reads as the pack puts it, in the rules too`(
        language: Language, name: String
    ) throws {
        let (reader, pack) = (try reader(language), try ShippedPacks.load(name))
        let text = DecisionText(reader: reader, pack: pack)
        for reason in pack.reasons {
            let says = text.says(
                RuleFinding("reasonNotForKind", .refuses, ["reason": reason.code, "kind": "resend"]))
            #expect(says.contains(reason.says[language]))
            #expect(!says.contains("resend"))
        }
    }

    /// The facts that name something by its code.
    private static let facts: [(name: String, codes: [String])] = [
        ("kind", CaseKind.allCases.map(\.rawValue) + OfferKind.allCases.map(\.rawValue)),
        ("then", RepairRemedy.allCases.map(\.rawValue) + ["cancel"]),
        ("ruling", Ruling.allCases.map(\.rawValue)),
        ("role", Role.allCases.map(\.rawValue)), ("owner", DeadlineOwner.allCases.map(\.rawValue)),
        ("fallback", DeadlineFallback.allCases.map(\.rawValue)),
        ("orderStatus", OrderStatus.allCases.map(\.rawValue)),
        ("exclusion", ExclusionClass.allCases.map(\.rawValue)),
        ("from", WindowStart.allCases.map(\.rawValue)), ("step", WindowStart.allCases.map(\.rawValue)),
        ("kinds", EvidenceKind.allCases.map(\.rawValue)), ("reason", Breach.allCases.map(\.rawValue)),
    ]

    private func reader(_ language: Language) throws -> Reader {
        Reader(
            try Texts.shipped()(language), of: try TestWorld.profile(TestWorld.shop), at: TestClock.start)
    }

    private func expectWords(_ told: [(code: String, word: String)], _ language: Language) {
        let isEnglish = language == .english
        for (code, word) in told {
            #expect(!word.isEmpty && !word.contains("⟦"), "\(code): \(word)")
            // A plain English word may be its own code; a compound never is one.
            let isCompound = code.contains(where: \.isUppercase)
            #expect(isCompound ? !word.contains(code) : word != code || isEnglish, "\(code): \(word)")
        }
    }
}
