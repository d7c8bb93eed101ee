import Base
import Foundation
import Storage
import Vault

/// Finds the keys that belong to a database, and makes them for a new one.
struct VaultOpening: Sendable {
    let file: KeyFile
    let outside: Outside

    /// The database says which ring seals it, so that no other keys are taken by mistake and none are made when those
    /// there were are lost.
    /// - Throws: `VaultFault`.
    func open(for database: any Database) async throws -> Vault {
        try await database.migrate(Installation.migrations)
        let wanted = try await database.read { try Installation.ringName($0) }
        let ring = try ring(isNew: wanted == nil)
        let name = try await database.write { try Installation.keepRingName(ring.name, $0) }
        guard name == ring.name else { throw VaultFault.keyFileForeign(file.path) }
        return Vault(ring, outside: outside) { [file] () throws(VaultFault) in try file.read() }
    }

    private func ring(isNew: Bool) throws -> KeyRing {
        guard isNew, !file.exists else { return try file.read() }
        // A node whose records are on a server may have no data directory yet.
        try FileManager.default.createDirectory(
            at: URL(filePath: file.path).deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return try file.make(KeyRing.make(outside))
    }
}
