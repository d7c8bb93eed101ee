import AfterSales
import Base
import Hummingbird
import Jobs
import Localisation
import Staff
import Storage
import Web

/// One call to a shop's API: who calls, which shop, and how its command or read is run.
struct ShopCall: Sendable {
    let services: Services
    let request: Request
    let context: WebContext
    let principal: Principal
    let record: ShopRecord
    let query: Query

    /// - Parameter names: the parameters that the address takes.
    /// - Throws: `queryUnknown` for any other; `keyMissing`, `keyUnknown`, `shopUnknown` (also for another shop's key), `permissionMissing`.
    init(
        _ request: Request, _ context: WebContext, _ services: Services, may permission: Permission,
        query names: [String]
    ) async throws {
        let id = try context.shop()
        principal = try context.principal(for: id, atLeast: .viewer)
        try principal.require(permission, in: id)
        query = try Query(request).allowing(only: names)
        record = try await services.shops.shop(id)
        self.services = services
        self.request = request
        self.context = context
    }

    var shop: ShopProfile { record.profile }
    var texts: TextTable { services.texts(context.language) }
    /// The path of the shop's API, for `Location` headers.
    var path: String { "/v1/shops/\(shop.id)" }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await services.database.read(body)
    }

    /// How the answer tells of these records, noted before it leaves. Where nothing can be noted because the disk is
    /// full, it is masked.
    func personal(_ records: [PersonalData.Record]) async throws -> PersonalPayload {
        do {
            try await services.personalReads.note(
                records, by: principal, in: shop.id, at: services.clock.now())
            return PersonalPayload(isFull: principal.readsPersonal)
        } catch StorageFailure.diskFull {
            return PersonalPayload(isFull: false)
        }
    }

    /// The same in a command's transaction.
    func personal(
        _ records: [PersonalData.Record], _ transaction: Transaction
    ) throws -> PersonalPayload {
        try services.personalReads.note(records, by: principal, in: shop.id, transaction)
        return PersonalPayload(isFull: principal.readsPersonal)
    }

    /// How the answer tells of cases: what was written in them is a record that somebody reads.
    func cases(_ views: [CaseView]) async throws -> CasePayload {
        CasePayload(self, try await personal(views.filter(\.hasWords).map { .case($0.record.id) }))
    }

    /// The same in a command's transaction.
    func cases(_ views: [CaseView], _ transaction: Transaction) throws -> CasePayload {
        CasePayload(
            self, try personal(views.filter(\.hasWords).map { .case($0.record.id) }, transaction))
    }

    func taker(_ version: Int? = nil) -> StepTaker { StepTaker(principal, version: version) }

    /// Reads the JSON body, then runs the command once under its idempotency key, in one transaction.
    func command<Input: Sendable>(
        _ parse: (inout JSONReader) throws -> Input,
        _ body: @escaping @Sendable (Input, Transaction) throws -> Answer
    ) async throws -> Response {
        let json = try await JSONBody.read(request)
        let call = try IdempotentCall(request, json, by: principal, in: shop.id, context)
        var reader = try json.reader()
        let input = try parse(&reader)
        try reader.finish()
        return try await services.commands.run(call) { try body(input, $0) }
    }

    /// Reads the JSON body of a call that stores nothing.
    func body<Input>(_ parse: (inout JSONReader) throws -> Input) async throws -> Input {
        let json = try await JSONBody.read(request)
        var reader = try json.reader()
        let input = try parse(&reader)
        try reader.finish()
        return input
    }
}

extension RouterMethods where Context == WebContext {
    /// A route of a shop: the handler gets the call with its caller checked. Parameters beside those named are refused.
    func shop(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ services: Services, may permission: Permission,
        query names: [String] = [], _ handle: @escaping @Sendable (ShopCall) async throws -> Response
    ) {
        on("/v1/shops/:shop/\(path)", method: method) { request, context in
            try await handle(ShopCall(request, context, services, may: permission, query: names))
        }
    }
}
