import AfterSales
import Base
import Events
import Hummingbird
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | cases/:case | the letter |
/// | GET | cases/:case/panel | its living part, for the page that stands open |
/// | GET | cases/:case/stream | tells that page when something happened to this case |
struct CustomerCaseRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.get, "cases/:case", services) { call in
            try await CustomerCasePage.response(call.context.id("case"), call)
        }
        router.visitor(.get, "cases/:case/panel", services) { call in
            guard call.visitor != nil else { return Response(status: .unauthorized) }
            let id: Identifier<Case> = try call.context.id("case")
            let model = try await call.read { try CustomerCaseModel(id, call, $0) }
            return .page(CustomerCasePage(model: model, call: call).panel)
        }
        router.customer(.get, "cases/:case/stream", services) { call in
            let id: Identifier<Case> = try call.context.id("case")
            let taker = try call.taker
            _ = try await call.read {
                try call.services.afterSales.view(id, for: taker, in: call.shop, $0).record.id
            }
            return try EventStream(call.services.hub).response(
                to: call.request, call.context, in: call.shop.id,
                where: { $0.subject.id == id.text && !AfterSalesDesk.ofTheShop.contains($0.type) },
                { ["type": .string($0.type), "case": .string($0.subject.id)] })
        }
    }
}
