import Foundation

/// Articles in Markdown: a heading of the second level is a question, lines such as `also: …` right below it say more of it,
/// and whatever follows up to the next such heading is the answer.
///
///     ## 多久发货？
///     id: shipping-time
///     also: 什么时候发货
///
///     付款后 48 小时内发出。
struct MarkdownArticles {
    private let lines: [Substring]

    init(_ text: String) {
        lines = text.replacing("\r\n", with: "\n").replacing("\u{FEFF}", with: "")
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    func read() -> ([ArticleImport.Part], [ArticleFaults.Fault]) {
        var (parts, faults): ([ArticleImport.Part], [ArticleFaults.Fault]) = ([], [])
        var answer: [Substring] = []
        var isHead = false
        func finish() {
            let words = answer.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
            if !parts.isEmpty, !words.isEmpty {
                parts[parts.count - 1].values["answer"] = (words, parts[parts.count - 1].line)
            }
            answer = []
        }
        for (number, line) in zip(1..., lines) {
            if line.hasPrefix("## ") {
                finish()
                var part = ArticleImport.Part(line: number)
                let words = line.dropFirst(3).trimmingCharacters(in: .whitespaces)
                if !words.isEmpty { part.values["question"] = (words, number) }
                parts.append(part)
                isHead = true
            } else if parts.isEmpty {
                if !line.allSatisfy(\.isWhitespace), !line.hasPrefix("# ") {
                    faults.append(.init(line: number, refusal: KnowledgeRefusal.importTextStray))
                }
            } else if isHead, let (field, value) = Self.pair(line) {
                if let refusal = Self.take(field, value, number, &parts[parts.count - 1]) {
                    faults.append(.init(line: number, refusal: refusal))
                }
            } else {
                isHead = false
                answer.append(line)
            }
        }
        finish()
        return (parts, faults)
    }

    /// `also: 什么时候发货`
    private static func pair(_ line: Substring) -> (String, String)? {
        guard let match = line.wholeMatch(of: /([a-z]{2,12}):\s+(.*\S)\s*/) else { return nil }
        return (String(match.1), String(match.2))
    }

    private static func take(
        _ field: String, _ value: String, _ number: Int, _ part: inout ArticleImport.Part
    ) -> KnowledgeRefusal? {
        if field == "also" {
            part.also.append(value)
            return nil
        }
        guard ArticleImport.Part.fields.contains(field), !["question", "answer"].contains(field) else {
            return .importFieldUnknown(field)
        }
        guard part.values[field] == nil else { return .importFieldInvalid(field) }
        part.values[field] = (value, number)
        return nil
    }
}
