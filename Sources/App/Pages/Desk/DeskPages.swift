import Base
import Hummingbird
import Web

/// The pages that a shop's people work in. Platform operators may enter every shop's desk.
///
///     /desk, /desk/:shop/sign-in, sign-out                 SignIn/
///     /desk/:shop, queue-panel, waiting-panel, stream      Queue/
///     /desk/:shop/cases/:case/…, files/:file               Case/
///     /desk/:shop/orders/…                                 Orders/
///     /desk/:shop/refunds/…                                Refunds/
///     /desk/:shop/promise                                  Promise/
///     /desk/:shop/policy/…                                 Policy/
///     /desk/:shop/complaints/…                             Complaints/
///     /desk/:shop/outbox/…, messages                       Outbox/
///     /desk/:shop/people/…, keys/…                         People/
struct DeskPages {
    private let services: Services

    init(services: Services) { self.services = services }

    func addRoutes(to router: Router<WebContext>) {
        StaffSignInRoutes(services: services).add(to: router)
        QueueRoutes(services: services).add(to: router)
        CasePageRoutes(services: services).add(to: router)
        CaseFormRoutes(services: services).add(to: router)
        EvidenceRoutes(services: services).add(to: router)
        DeskOrderRoutes(services: services).add(to: router)
        RefundBoardRoutes(services: services).add(to: router)
        PromiseRoutes(services: services).add(to: router)
        PolicyPageRoutes(services: services).add(to: router)
        DeskComplaintRoutes(services: services).add(to: router)
        OutboxRoutes(services: services).add(to: router)
        PeopleRoutes(services: services).add(to: router)
        KeyPageRoutes(services: services).add(to: router)
    }
}
