import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/opening-hours | conversationsAssign | when people answer, and who helps whom |
/// | POST | /desk/:shop/opening-hours | conversationsAssign | sets it; hoursMalformed |
struct HoursPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.desk(.get, "opening-hours", services, may: .conversationsAssign) { try await Self.page($0) }
        router.desk(.post, "opening-hours", services, may: .conversationsAssign) { call in
            try await call.submit("hours") { form, transaction in
                try desk.change(
                    hours: HoursForm.hours(form), by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/opening-hours?saved=yes"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let isSaved = try Query(call.request).text("saved", upTo: 10) != nil
        return try await call.page(
            call.texts["desk.hours.title"], .conversations, refused?.status ?? .ok
        ) { transaction in
            let desk = call.services.conversations
            return HoursPage(
                hours: try desk.hours(in: call.shop.id, transaction),
                reach: try desk.reachable(in: call.shop.id, transaction), isSaved: isSaved,
                refused: refused, call: call
            ).body
        }
    }
}
