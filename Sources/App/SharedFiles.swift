import Base
import Foundation
import Storage

/// Which directory holds the files of all nodes of a database: a mark in it, which the database knows. A node that was
/// given another, or none, would take files that no other node can show, and lose them with itself.
struct SharedFiles: Sendable {
    static let mark = "huitou.files"
    let directory: URL
    let outside: Outside

    /// Marks the directory of the first node, and compares that of every other.
    /// - Throws: `SharedFilesFault`.
    func require(_ database: any Database) async throws {
        let known = try await database.read { try Installation.filesMark($0) }
        let mark = try read() ?? (known == nil ? make() : nil)
        guard let mark else { throw SharedFilesFault(directory: directory.path) }
        let kept = try await database.write { try Installation.keepFilesMark(mark, $0) }
        guard mark == kept else { throw SharedFilesFault(directory: directory.path) }
    }

    private var path: String { directory.appending(path: Self.mark).path }

    private func read() throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    /// Nodes that start together make one between them.
    private func make() throws -> String? {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let mark = String(outside.random(), radix: 36)
        do {
            try Data("\(mark)\n".utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            return try read()
        }
        FileOwner.give(path, toOwnerOf: directory.path)
        return mark
    }
}

/// The directory is not the one that the other nodes of the database use.
struct SharedFilesFault: Error, CustomStringConvertible {
    let directory: String

    var description: String {
        """
        \(directory) is not the directory of files that this database's other nodes use. Name theirs with --files; if \
        the files were moved, move \(SharedFiles.mark) with them.
        """
    }
}
