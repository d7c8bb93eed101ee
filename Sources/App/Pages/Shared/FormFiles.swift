import AfterSales
import Base
import Files
import Storage
import Web

/// Takes files that came with a form into the shop's store.
struct FormFiles {
    private let services: Services

    /// How many files one form may bring.
    static let most = 9

    init(_ services: Services) { self.services = services }

    /// - Returns: their ids.
    /// - Throws: `FileRefusal`; `tooManyFiles`.
    func keep(_ files: [FormFile], by actor: Actor, in shop: ShopID) async throws -> [String] {
        let files = files.filter { !$0.bytes.isEmpty }
        guard files.count <= Self.most else { throw AfterSalesRefusal.tooManyFiles(limit: Self.most) }
        if files.isEmpty { return [] }
        let desk = services.files
        let stored = try files.map { file in
            let bytes = Array(file.bytes)
            let (sha256, kind) = try desk.store(bytes)
            return (sha256: sha256, kind: kind, bytes: bytes.count)
        }
        return try await services.database.write(in: shop) { transaction in
            try stored.map {
                try desk.record(
                    sha256: $0.sha256, kind: $0.kind, bytes: $0.bytes, by: actor, in: shop, transaction
                ).id.text
            }
        }
    }
}
