import Base
import Hummingbird
import Staff
import Web

/// The pages that a shop's people work in. Platform operators may enter every shop's desk.
///
///     /desk, /desk/:shop/sign-in, sign-out                 SignIn/
///     /desk/:shop, queue-panel, waiting-panel, stream, assignments  Queue/
///     /desk/:shop/cases/:case/…, files/:file               Case/
///     /desk/:shop/search, customers/…                      Search/, Customers/
///     /desk/:shop/orders/…, orders/:order/apply            Orders/, Apply/
///     /desk/:shop/…/:id/personal-data                      PersonalData/
///     /desk/:shop/refunds/…                                Refunds/
///     /desk/:shop/promise                                  Promise/
///     /desk/:shop/policy/…                                 Policy/
///     /desk/:shop/complaints/…                             Complaints/
///     /desk/:shop/conversations/…, replies, words          Conversations/, Board/, Replies/, ShopWords/
///     /desk/:shop/playbooks/…                              Playbooks/
///     /desk/:shop/knowledge/…                              Knowledge/
///     /desk/:shop/opening-hours                            Hours/
///     /desk/:shop/answer-targets, inspections, lessons     Targets/, Quality/
///     /desk/:shop/assistant                                Assistant/
///     /desk/:shop/tasks/…                                  Tasks/
///     /desk/:shop/feedback                                 Feedback/
///     /desk/:shop/outbox/…, messages                       Outbox/
///     /desk/:shop/people/…, keys/…                         People/
///     /desk/:shop/webhooks/…                               Webhooks/
///     /desk/:shop/settings, account                        Settings/, Account/
///     /desk/:shop/audit                                    Audit/
struct DeskPages {
    private let services: Services

    init(services: Services) { self.services = services }

    func addRoutes(to router: Router<WebContext>) {
        StaffSignInRoutes(services: services).add(to: router)
        QueueRoutes(services: services).add(to: router)
        AssignmentRoutes(services: services).add(to: router)
        CasePageRoutes(services: services).add(to: router)
        CaseFormRoutes(services: services).add(to: router)
        EvidenceRoutes(services: services).add(to: router)
        PersonalDataRoutes(services: services).add(to: router)
        PersonRightsRoutes(services: services).add(to: router)
        SearchRoutes(services: services).add(to: router)
        DeskCustomerRoutes(services: services).add(to: router)
        DeskOrderRoutes(services: services).add(to: router)
        DeskOrderChangeRoutes(services: services).add(to: router)
        DeskApplyRoutes(services: services).add(to: router)
        RefundBoardRoutes(services: services).add(to: router)
        PromiseRoutes(services: services).add(to: router)
        PolicyPageRoutes(services: services).add(to: router)
        DeskComplaintRoutes(services: services).add(to: router)
        ConversationPageRoutes(services: services).add(to: router)
        TaskPageRoutes(services: services).add(to: router)
        QuickReplyPageRoutes(services: services).add(to: router)
        KnowledgePageRoutes(services: services).add(to: router)
        ArticlePageRoutes(services: services).add(to: router)
        ShopWordPageRoutes(services: services).add(to: router)
        PlaybookPageRoutes(services: services).add(to: router)
        MergePageRoutes(services: services).add(to: router)
        OrderPagesPageRoutes(services: services).add(to: router)
        HoursPageRoutes(services: services).add(to: router)
        TargetPageRoutes(services: services).add(to: router)
        AssistantPageRoutes(services: services).add(to: router)
        InspectionPageRoutes(services: services).add(to: router)
        FeedbackPageRoutes(services: services).add(to: router)
        OutboxRoutes(services: services).add(to: router)
        PeopleRoutes(services: services).add(to: router)
        KeyPageRoutes(services: services).add(to: router)
        WebhookPageRoutes(services: services).add(to: router)
        AuditRoutes(services: services).add(to: router)
        SettingsPageRoutes(services: services).add(to: router)
        RetentionPageRoutes(services: services).add(to: router)
        AccountRoutes(services: services).add(to: router)
        SecondFactorRoutes(services: services).add(to: router)
        addUnknown(to: router)
    }

    /// Whatever has no page is told so inside the desk.
    private func addUnknown(to router: Router<WebContext>) {
        router.desk(.get, "**", services, may: .casesRead) { _ in throw WebRefusal.routeUnknown }
    }
}
