import Base
import Storage
import Vault

/// Moves what is sealed from the installation's older keys to its newest, a little at a time, so that servers go on
/// beside it.
public struct Resealing: Sendable {
    let database: any Database
    let vault: Vault

    private static let batch = 500

    /// - Returns: how many records.
    public func run() async throws -> Int {
        var all = 0
        let secrets = SecretStore(vault)
        while true {
            let count = try await database.write { try secrets.reseal(limit: Self.batch, $0) }
            all += count
            if count < Self.batch { return all }
        }
    }

    /// How many records lie under each key.
    public func counts() async throws -> [UInt16: Int] {
        let secrets = SecretStore(vault)
        return try await database.read { try secrets.counts($0) }
    }
}
