import Hummingbird
import Web

/// What customers see: without scripts a set of plain forms, with them live.
///
///     /s/:shop                          home: the orders, or signing in
///     /s/:shop/sign-in, enter, sign-out SignIn/
///     /s/:shop/policy                   Policy/, for everybody
///     /s/:shop/help/…                   Help/, for everybody
///     /s/:shop/orders/…                 Orders/
///     /s/:shop/orders/:order/apply/…    Apply/
///     /s/:shop/cases/:case/…            Case/
///     /s/:shop/files/:file              Case/
///     /s/:shop/complaints/…             Complaints/
///     /s/:shop/messages/…               Conversations/
///     /s/:shop/feedback                 Feedback/
struct CustomerPages: Sendable {
    private let services: Services

    init(services: Services) { self.services = services }

    func addRoutes(to router: some RouterMethods<WebContext>) {
        CustomerSignInRoutes(services: services).add(to: router)
        CustomerPolicyRoutes(services: services).add(to: router)
        HelpRoutes(services: services).add(to: router)
        CustomerOrderRoutes(services: services).add(to: router)
        CustomerOrderChangeRoutes(services: services).add(to: router)
        ApplyRoutes(services: services).add(to: router)
        CustomerCaseRoutes(services: services).add(to: router)
        CustomerStepRoutes(services: services).add(to: router)
        CustomerFileRoutes(services: services).add(to: router)
        CustomerComplaintRoutes(services: services).add(to: router)
        CustomerThreadRoutes(services: services).add(to: router)
        CustomerFeedbackRoutes(services: services).add(to: router)
    }
}
