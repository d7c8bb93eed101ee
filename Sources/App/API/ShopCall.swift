import AfterSales
import Base
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// One call to a shop's API by a key or at the desk: who calls, which shop, what they may.
struct ShopCall: APICall {
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
