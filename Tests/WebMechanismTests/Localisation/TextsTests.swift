import Base
import Foundation
import Localisation
import Testing

@testable import Web

@Suite struct TextsTests {
    @Test(arguments: try Self.files())
    func `the three languages say the same things with the same placeholders`(file: String) throws {
        let tables = try Language.allCases.map { try Self.table($0, file) }
        for table in tables.dropFirst() {
            #expect(table.keys.sorted() == tables[0].keys.sorted())
            for (key, text) in table {
                #expect(Self.placeholders(text) == Self.placeholders(tables[0][key] ?? ""), "\(file) \(key)")
                #expect(!text.isEmpty, "\(file) \(key)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `everything that Base and Web refuse has its sentence`(language: Language) throws {
        let texts = try Texts.shipped()(language)
        for (code, arguments) in Self.refusals {
            let sentence = texts["refusal.\(code)", arguments]
            #expect(!sentence.contains("⟦") && !sentence.contains("{"), "\(code): \(sentence)")
        }
        for status in [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 507] {
            #expect(texts.sentence("problem.\(status)") != nil)
        }
        for role in Role.allCases { #expect(texts.sentence("argument.needed.\(role.rawValue)") != nil) }
    }

    @Test func `a missing key and a missing value stay visible`() throws {
        let texts = try Texts.shipped()
        #expect(texts[.english, "no.such.key"] == "⟦no.such.key⟧")
        #expect(texts(.simplified)["span.day"] == "{count} 天")
        #expect(texts[.traditional, "span.hour", ["count": "3"]] == "3 小時")
    }

    private static let refusals: [(String, [String: String])] = {
        let input: [(String, [String: String])] = [
            ("jsonMalformed", ["what": "", "line": "1", "column": "2"]), ("jsonTooDeep", ["limit": "32"]),
            ("fieldMissing", ["name": "a"]), ("fieldUnknown", ["name": "a"]),
            ("fieldWrongType", ["expected": "object"]), ("fieldTooLong", ["limit": "1"]),
            ("fieldControlCharacter", [:]), ("fieldNotAnID", ["limit": "1"]),
            ("fieldOutOfRange", ["least": "0", "most": "1"]), ("fieldNotAChoice", ["choices": "a, b"]),
            ("fieldWrongCount", ["least": "0", "most": "1"]), ("currencyMismatch", ["expected": "CNY"]),
            ("tooManyStreams", [:]), ("storageFull", [:]),
            ("storageUnavailable", [:]),
            ("internalFault", [:]),
        ]
        let web: [WebRefusal] = [
            .requestInvalid, .routeUnknown, .methodNotAllowed(allow: "GET"), .bodyTooLarge(limit: 1),
            .unsupportedMediaType(expected: "a"),
            .formMalformed, .tooManyFields(limit: 1), .fileTooLarge(limit: 1, field: "a"),
            .queryInvalid(name: "a", expected: "1-100"),
            .keyMissing, .keyUnknown, .notSignedIn, .roleTooLow(needed: .owner), .shopUnknown,
            .rateLimited(seconds: 1), .idempotencyKeyMissing, .idempotencyKeyInvalid, .idempotencyKeyReused,
            .idempotencyKeyInUse, .formExpired, .crossSiteRequest,
        ]
        return input + web.map { ($0.code, $0.arguments) }
    }()

    private static let directory = Texts.directory

    private static func files() throws -> [String] {
        let all = try Language.allCases.flatMap {
            try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: $0.rawValue).path)
        }
        return Set(all).sorted()
    }

    private static func table(_ language: Language, _ file: String) throws -> [String: String] {
        let data = try Data(contentsOf: directory.appending(path: language.rawValue).appending(path: file))
        return Dictionary(
            try JSONParser.parse(Array(data)).members.map { ($0.name, $0.value.string ?? "") },
            uniquingKeysWith: { first, _ in first })
    }

    private static func placeholders(_ text: String) -> [String] {
        text.matches(of: /\{[A-Za-z]+\}/).map { String($0.output) }.sorted()
    }
}
