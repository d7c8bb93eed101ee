import Base
import Foundation

/// The sentences of one language.
public struct TextTable: Sendable {
    public let language: Language
    private var sentences: [String: Sentence] = [:]

    init(empty language: Language) { self.language = language }

    /// Reads every `.json` file of a folder: one flat object of key and sentence each.
    init(_ language: Language, _ folder: URL) throws {
        self.language = language
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "json" {
            try add(file)
        }
    }

    /// A sentence with its placeholders filled; a missing key shows itself as `⟦key⟧`.
    public subscript(key: String, arguments: [String: String] = [:]) -> String {
        sentence(key, arguments) ?? "⟦\(key)⟧"
    }

    /// The same, or nil when there is no such sentence.
    public func sentence(_ key: String, _ arguments: [String: String] = [:]) -> String? {
        sentence(key) { arguments[$0] }
    }

    /// The same where values have to be put into words first: only what the sentence says is asked for.
    public func sentence(_ key: String, _ value: (_ name: String) -> String?) -> String? {
        sentences[key]?.filled(with: value)
    }

    public var keys: Set<String> { Set(sentences.keys) }

    private mutating func add(_ file: URL) throws {
        let name = "\(language.rawValue)/\(file.lastPathComponent)"
        guard let value = try? JSONParser.parse(Array(Data(contentsOf: file))),
            case .object(let members) = value
        else {
            // The parser's refusal says less than the file's name: whoever wrote the file finds the place
            // with it.
            throw TextsFailure.unreadable(file: name)
        }
        for member in members {
            guard let text = member.value.string else { throw TextsFailure.unreadable(file: name) }
            guard sentences[member.name] == nil else {
                throw TextsFailure.repeated(key: member.name, file: name)
            }
            sentences[member.name] = Sentence(text)
        }
    }
}
