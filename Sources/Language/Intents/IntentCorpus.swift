import Foundation

/// What people write to shops, intent by intent and language by language: the project's own examples.
///
/// A file an intent in `Corpus/<language>`, a phrase grammar a line, `#` before remarks. See `Corpus/README.md`.
public struct IntentCorpus: Sendable {
    public enum Tongue: String, Sendable, CaseIterable {
        case chinese = "zh"
        case english = "en"
    }

    /// A file of the corpus that cannot be read.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// How many ways of each line are learnt from.
    public static let phrasesPerLine = 12

    /// Names what stands in the files: another text has another mark.
    public let mark: String
    private let grammars: [Intent: [Tongue: [PhraseGrammar]]]

    /// The corpus that comes with the program.
    public static func shipped() throws -> IntentCorpus {
        guard let folder = Bundle.module.url(forResource: "Corpus", withExtension: nil) else {
            throw Fault(description: "The corpus of intents is not beside the program.")
        }
        return try IntentCorpus(folder: folder)
    }

    init(folder: URL) throws {
        var lines: [Intent: [Tongue: [PhraseGrammar]]] = [:]
        var mark = ByteMark()
        for intent in Intent.allCases {
            for tongue in Tongue.allCases {
                let file = folder.appending(path: "\(tongue.rawValue)/\(intent.rawValue).txt")
                let text = try String(contentsOf: file, encoding: .utf8)
                mark.add("\(tongue.rawValue)/\(intent.rawValue)\n\(text)".utf8)
                lines[intent, default: [:]][tongue] = try Self.lines(text, of: file.lastPathComponent)
            }
        }
        grammars = lines
        self.mark = "\(IntentReader.learning)-\(mark.text)"
    }

    private static func lines(_ text: String, of file: String) throws -> [PhraseGrammar] {
        try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            guard let grammar = PhraseGrammar(String(line)) else {
                throw Fault(description: "\(file): a bracket does not close in: \(line)")
            }
            return grammar
        }
    }

    /// What people write with an intent, up to so many ways of each line, nothing twice; the same every time.
    public func phrases(_ intent: Intent, _ tongue: Tongue, perLine: Int = phrasesPerLine) -> [String] {
        lines(intent, tongue, perLine: perLine).flatMap { $0 }
    }

    /// The same line by line. What several lines say is the first one's.
    public func lines(_ intent: Intent, _ tongue: Tongue, perLine: Int = phrasesPerLine) -> [[String]] {
        var chance = SeededChance(seed: intent.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        var seen: Set<[UInt32]> = []
        return (grammars[intent]?[tongue] ?? []).map { line in
            line.phrases(perLine, &chance).filter { seen.insert(NormalText($0).scalars).inserted }
        }
    }

    /// How many lines there are.
    public func count(_ intent: Intent, _ tongue: Tongue) -> Int { grammars[intent]?[tongue]?.count ?? 0 }
}
