import Base
import Foundation

/// Every sentence that people read, in the three languages. Loaded once at the start.
public struct Texts: Sendable {
    private let tables: [Language: TextTable]

    /// The tables that belong to the program, read once in a process.
    /// - Throws: `TextsFailure` when a file is missing, is not flat JSON or repeats a key of another file.
    public static func shipped() throws -> Texts { try read.get() }

    private static let read = Result { try Texts(directory: directory) }

    /// Where the tables of the program lie.
    public static var directory: URL { Bundle.module.bundleURL.appending(path: "Strings") }

    /// - Parameter directory: holds one folder a language, each with the same `.json` files.
    public init(directory: URL) throws {
        var tables: [Language: TextTable] = [:]
        for language in Language.allCases {
            tables[language] = try TextTable(language, directory.appending(path: language.rawValue))
        }
        self.tables = tables
    }

    public func callAsFunction(_ language: Language) -> TextTable {
        tables[language] ?? TextTable(empty: language)
    }

    /// A sentence; a missing key shows itself as `⟦key⟧`.
    public subscript(language: Language, key: String, arguments: [String: String] = [:]) -> String {
        self(language)[key, arguments]
    }
}

/// A string table that cannot be used. The program does not start with one.
public enum TextsFailure: Error, Equatable {
    case unreadable(file: String)
    case repeated(key: String, file: String)
}
