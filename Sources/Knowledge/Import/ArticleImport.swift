import Base
import Language

/// Articles as a file names them, each with the line where it begins.
public struct ArticleImport: Sendable {
    /// In one file; it is taken in one transaction.
    public static let most = 10_000
    public static let bytes = 16 << 20

    /// How a file is written.
    public enum Format: String, Sendable, CaseIterable {
        case markdown, csv

        /// By the ending of a file's name, or by the type that a call names.
        public init?(named name: String) {
            switch name.lowercased() {
            case "md", "markdown", "text/markdown": self = .markdown
            case "csv", "text/csv": self = .csv
            default: return nil
            }
        }
    }

    struct Entry: Sendable {
        let name: String
        let text: ArticleText
        let line: Int
    }

    let entries: [Entry]

    /// Reads a whole file. Parts under one name are one article: one language or channel each.
    /// - Throws: `ArticleFaults` with every fault and its line.
    public init(_ text: String, _ format: Format, in day: LocalDay) throws {
        var parts: [Part]
        var faults: [ArticleFaults.Fault]
        switch format {
        case .markdown: (parts, faults) = MarkdownArticles(text).read()
        case .csv: (parts, faults) = ArticleTable(text).read()
        }
        if parts.isEmpty, faults.isEmpty {
            faults.append(.init(line: 1, refusal: KnowledgeRefusal.importEmpty))
        }
        var (order, named): ([String], [String: [Part]]) = ([], [:])
        for place in parts.indices {
            parts[place].settle()
            let name = parts[place].name
            if named[name] == nil { order.append(name) }
            named[name, default: []].append(parts[place])
        }
        if order.count > Self.most {
            faults.append(.init(line: parts.last?.line ?? 1, refusal: KnowledgeRefusal.importTooLong))
        }
        var entries: [Entry] = []
        for name in order.prefix(Self.most) {
            guard let parts = named[name], let first = parts.first else { continue }
            do {
                entries.append(Entry(name: name, text: try Self.joined(parts, day), line: first.line))
            } catch let fault as ArticleFaults.Fault {
                faults.append(fault)
            } catch let refusal as any Refusal {
                faults.append(.init(line: first.line, refusal: refusal))
            }
        }
        guard faults.isEmpty else { throw ArticleFaults(faults) }
        self.entries = entries
    }

    private static func joined(_ parts: [Part], _ day: LocalDay) throws -> ArticleText {
        var (questions, answers): ([ArticleText.Question], [ArticleText.Answer]) = ([], [])
        for part in parts {
            let language = try part.language()
            for words in try part.questions()
            where !questions.contains(where: { $0.language == language && $0.words == words }) {
                questions.append(.init(language, words))
            }
            answers.append(.init(language, on: try part.channel(), try part.answer()))
        }
        if let last = parts.last, questions.count > ArticleText.mostWordings {
            throw ArticleFaults.Fault(line: last.line, refusal: KnowledgeRefusal.importFieldInvalid("also"))
        }
        func first<Value>(_ read: (Part) throws -> Value?) rethrows -> Value? {
            for part in parts { if let value = try read(part) { return value } }
            return nil
        }
        return try ArticleText(
            questions: questions, answers: answers, audience: first { try $0.audience() } ?? .everybody,
            intent: first { try $0.intent() }, product: try first { try $0.product() },
            validFrom: first { try $0.day("from", day) },
            validUntil: first { try $0.day("until", day).map { day.startOfNextDay(after: $0) } })
    }
}

/// What is wrong with a file of articles: nothing of it was taken.
public struct ArticleFaults: Refusal {
    public struct Fault: Error, Sendable {
        public let line: Int
        public let refusal: any Refusal
    }

    /// By their lines; as many as a person would read.
    public let faults: [Fault]
    public let count: Int

    static let mostNamed = 100

    init(_ faults: [Fault]) {
        self.faults = Array(faults.sorted { $0.line < $1.line }.prefix(Self.mostNamed))
        count = faults.count
    }

    public var code: String { "articleImportFaulty" }
    public var kind: RefusalKind { .unprocessable }
    public var arguments: [String: String] {
        ["count": String(count), "line": String(faults.first?.line ?? 1)]
    }
}
