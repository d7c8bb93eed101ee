import Base

/// Reads the next lines of an import while the last ones are being written, one batch ahead and no more.
public struct ImportStream {
    private let imports: ImportDesk
    private let kind: ImportKind
    private let shop: ShopProfile
    private var waiting: ReadBatch?

    public init(imports: ImportDesk, kind: ImportKind, shop: ShopProfile) {
        self.imports = imports
        self.kind = kind
        self.shop = shop
    }

    /// - Returns: how the batch before went; nothing the first time.
    public mutating func push(_ lines: [ImportLine]) async throws -> ImportReport {
        let (imports, kind, shop, last) = (imports, kind, shop, waiting)
        async let next = imports.read(lines, of: kind, in: shop)
        let report = if let last { try await imports.take(last, in: shop) } else { ImportReport() }
        waiting = try await next
        return report
    }

    /// - Returns: how the last batch went.
    public mutating func finish() async throws -> ImportReport {
        defer { waiting = nil }
        guard let waiting else { return ImportReport() }
        return try await imports.take(waiting, in: shop)
    }
}
