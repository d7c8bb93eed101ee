import AfterSales
import Base
import Events
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop?view=&state=&kind=&q=&order=&cursor= | casesRead | the queue |
/// | GET | /desk/:shop/queue-panel?… | casesRead | its live part |
/// | GET | /desk/:shop/waiting-panel?case=&view=… | casesRead | the list beside a case |
/// | GET | /desk/:shop/stream | casesRead | tells when cases change |
struct QueueRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let stream = EventStream(services.hub)
        router.desk(.get, "", services, may: .casesRead) { call in
            let filter = try QueueFilter(Query(call.request))
            return try await call.page(call.texts["desk.way.cases"], .cases) {
                QueuePage(model: try QueueModel(filter, call, $0), filter: filter, call: call).body
            }
        }
        router.desk(.get, "queue-panel", services, may: .casesRead) { call in
            let filter = try QueueFilter(Query(call.request))
            return try await call.panel {
                QueuePanel(model: try QueueModel(filter, call, $0), filter: filter, call: call).body
            }
        }
        router.desk(.get, "waiting-panel", services, may: .casesRead) { call in
            let query = try Query(call.request)
            let (current, filter): (Identifier<Case>?, QueueFilter) = (
                try query.id("case"), try QueueFilter(query)
            )
            return try await call.panel { try WaitingList(current ?? "", filter, call, $0).body }
        }
        router.desk(.get, "stream", services, may: .casesRead) { call in
            try stream.response(
                to: call.request, call.context, in: call.shop.id, where: { $0.subject.kind == "case" }
            ) { ["type": .string($0.type), "case": .string($0.subject.id)] }
        }
    }
}
