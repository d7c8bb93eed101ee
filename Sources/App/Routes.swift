import Hummingbird
import Storage
import Web

/// Every URL of the program. Each part's file opens with a table of its own.
///
///     /healthz /readyz /metrics                    API/HealthRoutes
///     /openapi.json /docs                          API/DocumentRoutes
///     /v1/shops, /v1/shops/:shop                   API/ShopRoutes
///     /v1/disputes                                 API/PlatformRoutes
///     /v1/shops/:shop/imports/…                    API/ImportRoutes
///     /v1/shops/:shop/customers/…                  API/CustomerRoutes, API/PersonRoutes
///     /v1/shops/:shop/products/…, orders/…         API/OrderRoutes
///     /v1/shops/:shop/cases/…                      API/CaseRoutes, API/CaseStepRoutes
///     /v1/shops/:shop/complaints/…                 API/ComplaintRoutes
///     /v1/shops/:shop/conversations/…              API/ConversationRoutes, API/ConversationStepRoutes
///     /v1/shops/:shop/tasks/…                      API/TaskRoutes
///     /v1/shops/:shop/playbooks/…                  API/PlaybookRoutes
///     /v1/shops/:shop/articles/…                   API/Knowledge/ArticleRoutes
///     /v1/shops/:shop/assistant/…                  API/AssistantRoutes
///     /v1/shops/:shop/opening-hours                API/HoursRoutes
///     /v1/shops/:shop/seats/…, answers/…           API/SeatRoutes, API/AnswerRoutes
///     /v1/shops/:shop/chat/…                       API/Chat/ChatRoutes
///     /v1/shops/:shop/policy/…                     API/PolicyRoutes
///     /v1/shops/:shop/refunds/…                    API/RefundRoutes
///     /v1/shops/:shop/staff/…, keys/…              API/StaffRoutes
///     /v1/shops/:shop/webhooks/…                   API/WebhookRoutes
///     /v1/shops/:shop/files/…                      API/FileRoutes
///     /v1/shops/:shop/events                       API/EventRoutes
///     /v1/sandbox/…                                API/SandboxRoutes (with --sandbox only)
///     /                                            the shop's page, or /docs
///     /language/:tag                               Web/Components/LanguageChoice
///     /s/:shop/…                                   Pages/Customer
///     /desk/:shop/…                                Pages/Desk
struct Routes {
    let services: Services

    func add(to router: Router<WebContext>) {
        HealthRoutes(services: services).add(to: router)
        DocumentRoutes(services: services).add(to: router)
        ShopRoutes(services: services).add(to: router)
        PlatformRoutes(services: services).add(to: router)
        ImportRoutes(services: services).add(to: router)
        CustomerRoutes(services: services).add(to: router)
        PersonRoutes(services: services).add(to: router)
        OrderRoutes(services: services).add(to: router)
        CaseRoutes(services: services).add(to: router)
        ComplaintRoutes(services: services).add(to: router)
        ConversationRoutes(services: services).add(to: router)
        TaskRoutes(services: services).add(to: router)
        ArticleRoutes(services: services).add(to: router)
        AssistantRoutes(services: services).add(to: router)
        HoursRoutes(services: services).add(to: router)
        PlaybookRoutes(services: services).add(to: router)
        MergeRoutes(services: services).add(to: router)
        CaseRatingRoutes(services: services).add(to: router)
        OrderPageRoutes(services: services).add(to: router)
        ChatRoutes(services: services).add(to: router)
        PolicyRoutes(services: services).add(to: router)
        RefundRoutes(services: services).add(to: router)
        StaffRoutes(services: services).add(to: router)
        WebhookRoutes(services: services).add(to: router)
        FileRoutes(services: services).add(to: router)
        EventRoutes(services: services).add(to: router)
        if services.configuration.isSandbox { SandboxRoutes(services: services).add(to: router) }
        addPages(to: router)
    }

    private func addPages(to router: Router<WebContext>) {
        router.get("/language/:tag", use: LanguageChoice.response)
        let services = services
        router.get("/") { _, _ in Response.seeOther(try await Self.front(services)) }
        CustomerPages(services: services).addRoutes(to: router)
        DeskPages(services: services).addRoutes(to: router)
    }

    /// An installation with one shop opens at its customer page, any other at the description of its API.
    private static func front(_ services: Services) async throws -> String {
        let shops = try await services.database.read { transaction in
            try transaction.rows("SELECT id FROM shops WHERE id <> '*' ORDER BY id LIMIT 2") { try $0.text() }
        }
        return shops.count == 1 ? "/s/\(shops[0])" : "/docs"
    }
}
