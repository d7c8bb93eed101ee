import Base
import Synchronization
import Vault

/// A file that somebody uploaded.
public struct StoredFile: Sendable {
    public let id: Identifier<StoredFile>
    public let kind: FileKind
    /// How long it is, as it was sent.
    public let bytes: Int
    public let at: Timestamp
    public let by: Actor
    /// Whose data it is: whoever sent it, or the customer whose record it was added to.
    public let owner: Person
    /// The SHA-256 of what lies on the disk, which is its name there.
    let address: String
    let seal: Seal

    /// What is needed to read it.
    enum Seal: Sendable {
        /// It lies as it was sent: a version before kept it.
        case none
        case key(ContentKey)
        /// The key was destroyed with its owner's.
        case destroyed
    }

    /// - Parameter sha256: of the file as it was sent; what is kept does not tell it.
    public func json(sha256: String) -> JSONValue {
        [
            "id": JSONValue(id), "sha256": .string(sha256), "type": .string(kind.rawValue),
            "bytes": JSONValue(bytes), "at": JSONValue(at),
        ]
    }
}

/// A file whose bytes lie sealed on the disk and that no record names yet.
public struct KeptContent: Sendable {
    /// The SHA-256 of the file as it was sent.
    public let sha256: String
    public let kind: FileKind
    let bytes: Int
    let address: String
    let key: ContentKey
    let naming = Naming()

    /// Whether a row names it.
    final class Naming: Sendable {
        private let isDone = Mutex(false)

        var isNamed: Bool { isDone.withLock { $0 } }

        func name() { isDone.withLock { $0 = true } }
    }
}
