import Foundation
import TestSupport

/// A user of the machine other than the one who runs the tests, whom only root can be.
struct OtherUser: Sendable {
    /// `nobody`, whom the tests' PostgreSQL server runs as too.
    let number: UInt32 = 65_534

    /// What runs a program as that user.
    var words: [String] { ["--reuid=\(number)", "--regid=\(number)", "--clear-groups"] }

    /// Whether a program can be run so: by root, from where others may read it.
    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        var place = ServerProcess.program
        while place.path != "/" {
            guard let rights = facts(place.path)?[.posixPermissions] as? Int, rights & 0o005 == 0o005 else {
                return false
            }
            place.deleteLastPathComponent()
        }
        return true
    }()

    /// Gives a directory with everything in it to the user.
    func own(_ directory: URL) {
        let names = FileManager.default.enumerator(atPath: directory.path)?.compactMap { $0 as? String } ?? []
        for path in [directory.path] + names.map({ "\(directory.path)/\($0)" }) {
            lchown(path, number, number)
        }
    }

    /// What in a directory is not the user's.
    func foreign(in directory: URL) -> [String] {
        let names = FileManager.default.enumerator(atPath: directory.path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            guard let facts = Self.facts("\(directory.path)/\(name)") else { return false }
            return facts[.ownerAccountID] as? Int != Int(number)
        }.sorted()
    }

    /// Nil where nothing is any more: programs that run beside the tests make and remove files.
    private static func facts(_ path: String) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: path)
    }
}
