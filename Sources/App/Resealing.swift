import Base
import Customers
import Files
import Staff
import Storage
import Vault

/// Moves what is sealed from the installation's older keys to its newest, a little at a time, so that servers go on
/// beside it, and seals what nodes of a version before may have left readable.
public struct Resealing: Sendable {
    let database: any Database
    let vault: Vault
    let files: FileDesk

    private var people: PersonVault { PersonVault(vault) }

    private static let batch = 500

    /// - Returns: how many records.
    public func run() async throws -> Int {
        let secrets = SecretStore(vault)
        let left = try await database.write { [people] in
            try StaffDesk.sealReadable(people, $0) + CustomerDesk.sealReadable(people, $0)
                + people.sealReadable(PersonalColumns.all, $0)
        }
        return try await left + files.sealReadable(database)
            + inBatches { try secrets.reseal(limit: Self.batch, $0) }
            + inBatches { [people] in try people.reseal(limit: Self.batch, $0) }
    }

    /// How many records lie under each key.
    public func counts() async throws -> [UInt16: Int] {
        let secrets = SecretStore(vault)
        return try await database.read { [people] in
            try secrets.counts($0).merging(people.counts($0), uniquingKeysWith: +)
        }
    }

    private func inBatches(_ body: @escaping @Sendable (Transaction) throws -> Int) async throws -> Int {
        var all = 0
        while true {
            let count = try await database.write { try body($0) }
            all += count
            if count < Self.batch { return all }
        }
    }
}
