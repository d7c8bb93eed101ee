import AfterSales
import Base
import Hummingbird
import Policies
import Staff
import Storage
import Web

/// What operators of the platform see over all shops.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /v1/disputes | platform | queryInvalid |
struct PlatformRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.get("/v1/disputes") { request, context in
            _ = try context.principal(atLeast: .platform)
            let query = try Query(request).allowing(only: ["cursor", "limit"])
            let (after, limit) = (try query.cursor(of: 3), try query.limit())
            let page = try await services.database.read {
                try services.afterSales.disputes(after: after, limit: limit, $0)
            }
            return Response.list(page, Self.json)
        }
    }

    /// Enough to choose by; the case itself is read in its shop.
    private static func json(_ dispute: ShopDispute) -> JSONValue {
        let record = dispute.record
        return .object([
            "shop": JSONValue(dispute.shop), "id": JSONValue(record.id), "orderId": JSONValue(record.orderID),
            "kind": .string(record.kind.rawValue), "reason": .string(record.reason),
            "asked": JSONValue(record.asked), "openedAt": JSONValue(record.openedAt),
            "escalated": .bool(record.isEscalated),
            "deadline": record.deadline.map { CasePayload.json($0) },
        ])
    }
}
