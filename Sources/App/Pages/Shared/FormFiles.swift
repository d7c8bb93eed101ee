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
        return try await desk.keep(files.map { Array($0.bytes) }) { stored in
            try await services.database.write(in: shop) { transaction in
                try stored.map { try desk.record($0, by: actor, in: shop, transaction).id.text }
            }
        }
    }
}
