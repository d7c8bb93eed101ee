import Base
import Language

extension ArticleImport {
    /// One question with its answer in one language, as it stands in a file: texts by the names of columns.
    struct Part: Sendable {
        static let fields = [
            "id", "language", "question", "also", "answer", "channel", "product", "intent", "from", "until",
            "for",
        ]

        let line: Int
        private(set) var name = ""
        /// Each with the line where it stands.
        var values: [String: (text: String, line: Int)] = [:]
        /// Further ways of asking.
        var also: [String] = []

        init(line: Int) { self.line = line }

        /// Its name is the question where it has no id.
        mutating func settle() { name = text("id") ?? text("question") ?? "" }

        func language() throws -> Base.Language {
            if let tag = text("language") {
                guard let language = Base.Language(tag: tag) else { throw invalid("language") }
                return language
            }
            switch WrittenLanguage(of: (text("question") ?? "") + (text("answer") ?? "")) {
            case .traditional: return .traditional
            case .english: return .english
            case .simplified, .mixed, .unknown: return .simplified
            }
        }

        func questions() throws -> [String] {
            let all = [try required("question")] + also
            guard all.allSatisfy({ $0.count <= ArticleText.wordingCharacters }) else {
                throw invalid("question")
            }
            guard all.allSatisfy(Self.isClean) else { throw invalid("question") }
            return all
        }

        func answer() throws -> String {
            let answer = try required("answer")
            guard answer.count <= Limits.noteCharacters, Self.isClean(answer) else { throw invalid("answer") }
            return answer
        }

        func channel() throws -> String? {
            guard let name = text("channel") else { return nil }
            guard ArticleText.isChannel(name) else { throw invalid("channel") }
            return name
        }

        func product() throws -> String? {
            guard let id = text("product") else { return nil }
            guard Identifier<ArticleText>.isPossible(id) else { throw invalid("product") }
            return id
        }

        func intent() throws -> Intent? {
            guard let name = text("intent") else { return nil }
            guard let intent = Intent(rawValue: name) else { throw invalid("intent") }
            return intent
        }

        func audience() throws -> ArticleText.Audience? {
            guard let name = text("for") else { return nil }
            guard let audience = ArticleText.Audience(rawValue: name) else { throw invalid("for") }
            return audience
        }

        /// The first moment of a day, `2026-11-30`.
        func day(_ field: String, _ day: LocalDay) throws -> Timestamp? {
            guard let text = text(field) else { return nil }
            guard let date = CivilDate(text) else { throw invalid(field) }
            return day.start(of: date)
        }

        func text(_ field: String) -> String? { values[field]?.text }

        private func required(_ field: String) throws -> String {
            guard let text = text(field) else {
                throw ArticleFaults.Fault(line: line, refusal: KnowledgeRefusal.importFieldMissing(field))
            }
            return text
        }

        private func invalid(_ field: String) -> ArticleFaults.Fault {
            .init(line: values[field]?.line ?? line, refusal: KnowledgeRefusal.importFieldInvalid(field))
        }

        private static func isClean(_ text: String) -> Bool {
            !text.unicodeScalars.contains(where: \.isUnwantedControl)
        }
    }
}
