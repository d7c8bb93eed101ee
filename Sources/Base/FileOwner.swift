import Foundation

/// Whose the files are that the program makes. What root's commands make beside a server that runs as a user of its own
/// has to belong to that user: otherwise the server could not read its keys, or not start again.
public enum FileOwner {
    /// Gives what lies at a path to the owner of something else. Only root can give anything away; whatever anybody else
    /// makes is theirs as it should be.
    /// - Returns: false where it could not be given.
    @discardableResult
    public static func give(_ path: String, toOwnerOf other: String) -> Bool {
        var facts = stat()
        guard geteuid() == 0 else { return true }
        guard stat(other, &facts) == 0 else { return false }
        return lchown(path, facts.st_uid, facts.st_gid) == 0
    }

    /// The same for a directory with everything in it.
    @discardableResult
    public static func giveAll(in directory: String, toOwnerOf other: String) -> Bool {
        guard geteuid() == 0 else { return true }
        let names = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return ([directory] + names.map { "\(directory)/\($0)" }).allSatisfy { give($0, toOwnerOf: other) }
    }
}
