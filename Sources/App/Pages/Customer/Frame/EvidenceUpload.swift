import AfterSales
import Base
import Files
import Storage
import Web

/// Takes files that came with a form into the shop's store, in the customer's name.
struct EvidenceUpload {
    let call: CustomerCall

    /// How many files one form may bring.
    static let mostFiles = 9

    /// - Returns: their ids.
    /// - Throws: `FileRefusal`; `tooManyFiles`.
    func store(_ files: [FormFile]) async throws -> [String] {
        guard files.count <= Self.mostFiles else {
            throw AfterSalesRefusal.tooManyFiles(limit: Self.mostFiles)
        }
        if files.isEmpty { return [] }
        let desk = call.services.files
        let stored = try files.map { file in
            let bytes = Array(file.bytes)
            let (sha256, kind) = try desk.store(bytes)
            return (sha256: sha256, kind: kind, bytes: bytes.count)
        }
        let (actor, shop) = (try call.customer.actor, call.shop.id)
        return try await call.services.database.write { transaction in
            try stored.map {
                try desk.record(
                    sha256: $0.sha256, kind: $0.kind, bytes: $0.bytes, by: actor, in: shop, transaction
                ).id.text
            }
        }
    }
}
