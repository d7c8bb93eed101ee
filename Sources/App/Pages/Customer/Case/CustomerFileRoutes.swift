import AfterSales
import Base
import Conversations
import Files
import Hummingbird
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | files/:file?case=&conversation= | what lies with one of the customer's cases or conversations, or what they uploaded themselves |
struct CustomerFileRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.get, "files/:file", services) { call in
            let file = try await call.read { try Self.file(call, $0) }
            return .file(file, try call.services.files.content(of: file), isShown: true)
        }
    }

    private static func isVisible(
        _ file: StoredFile, _ call: CustomerCall, _ transaction: Transaction
    ) throws -> Bool {
        if file.by == (try call.customer.actor) { return true }
        if let id: Identifier<Conversation> = try Query(call.request).id("conversation") {
            let desk = call.services.conversations
            let conversation = try desk.conversation(
                id, for: .partner(.customer(call.customerID)), in: call.shop.id, transaction)
            return try desk.hasFile(file.id, in: conversation, of: call.shop.id, transaction)
        }
        guard let id: Identifier<Case> = try Query(call.request).id("case") else { return false }
        let view = try call.services.afterSales.view(id, for: call.taker, in: call.shop, transaction)
        return view.parts.evidence.contains { $0.fileID == file.id.text }
    }

    /// - Throws: `fileUnknown` for what the customer may not see, whether or not it exists.
    private static func file(_ call: CustomerCall, _ transaction: Transaction) throws -> StoredFile {
        let id: Identifier<StoredFile> = try call.context.id("file")
        guard let file = try call.services.files.find(id, in: call.shop.id, transaction),
            try isVisible(file, call, transaction)
        else { throw FileRefusal.fileUnknown }
        return file
    }
}
