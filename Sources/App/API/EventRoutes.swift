import Base
import Hummingbird
import Staff
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | events (SSE; `Last-Event-ID` or `?after=`) | eventsRead | queryInvalid |
struct EventRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let stream = EventStream(services.hub)
        router.shop(
            .get, "events", services, may: .eventsRead,
            query: ["after"]
        ) { call in
            try stream.response(
                to: call.request, call.context, in: call.shop.id, signs: { EventPayload.json($0) }
            ) { EventPayload.json($0) }
        }
    }
}
