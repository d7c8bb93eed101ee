import Base
import Policies

/// One page of the gallery: where it lies in the program, and who looks at it.
struct GalleryPlace: Sendable {
    enum Reader: String, Sendable { case visitor, customer, newcomer, applicant, staff, viewer }

    /// As the index tells it.
    let title: String
    /// The file's, without its ending.
    let name: String
    let reader: Reader
    let path: String
    /// What the server answers.
    var status = 200

    init(_ title: String, _ name: String, _ reader: Reader, _ path: String, _ status: Int = 200) {
        (self.title, self.name, self.reader, self.path, self.status) = (title, name, reader, path, status)
    }

    /// A page for each way of a case, as its customer and as the shop sees it.
    static func cases(_ ids: [String: String]) -> [GalleryPlace] {
        GalleryWay.all.flatMap { way -> [GalleryPlace] in
            guard let id = ids[way.name] else { return [] }
            return [
                GalleryPlace("\(way.name), customer", "case-\(way.name)", .applicant, "\(shop)/cases/\(id)"),
                GalleryPlace("\(way.name), desk", "desk-case-\(way.name)", .staff, "\(desk)/cases/\(id)"),
            ]
        }
    }

    static let counter = [
        GalleryPlace("Messages", "messages", .customer, "\(shop)/messages"),
        GalleryPlace("Feedback", "feedback", .customer, "\(shop)/feedback"),
        GalleryPlace("Sign in", "sign-in", .visitor, "\(shop)/sign-in"),
        GalleryPlace(
            "Sign in for a page", "sign-in-to", .visitor, "\(shop)/sign-in?to=\(shop)/orders/\(order)"),
        GalleryPlace("Code", "code", .visitor, "\(shop)/sign-in?order=\(order)"),
        GalleryPlace("Code sent again", "code-again", .visitor, "\(shop)/sign-in?order=\(order)&again=yes"),
        GalleryPlace(
            "Link that is not whole", "link-invalid", .visitor, "\(shop)/enter?customer=C-2001", 401),
        GalleryPlace("Help", "help", .visitor, "\(shop)/help"),
        GalleryPlace("Help: found", "help-found", .visitor, "\(shop)/help?q=%E9%80%80%E8%B4%A7"),
        GalleryPlace("Help: nothing found", "help-nothing", .visitor, "\(shop)/help?q=xyzzy"),
        GalleryPlace("Help: an answer", "help-answer", .visitor, "\(shop)/help/policy.returnRefund"),
        GalleryPlace("Policy", "policy", .visitor, "\(shop)/policy"),
        GalleryPlace("Orders", "orders", .customer, "\(shop)/orders"),
        GalleryPlace("No orders", "orders-none", .newcomer, "\(shop)/orders"),
        GalleryPlace("Order, delivered", "order-delivered", .customer, "\(shop)/orders/\(order)"),
        GalleryPlace("Order, pending", "order-pending", .customer, "\(shop)/orders/70311012-0755-4018"),
        GalleryPlace("Apply: goods", "apply-goods", .customer, apply),
        GalleryPlace(
            "Apply: no case yet", "apply-early", .customer, "\(shop)/orders/70311012-0755-4018/apply"),
        GalleryPlace("Apply: what happened", "apply-reason", .customer, "\(apply)/reason?goods=\(goods)"),
        GalleryPlace(
            "Apply: what should be done", "apply-details", .customer,
            "\(apply)/details?goods=\(goods)&reason=notAsDescribed"),
        GalleryPlace(
            "Apply: approved", "apply-approved", .customer,
            "\(apply)/result?goods=\(goods)&reason=noLongerNeeded&kind=returnRefund"),
        GalleryPlace(
            "Apply: evidence first", "apply-evidence", .customer,
            "\(apply)/result?goods=\(goods)&reason=defective&kind=returnRefund"),
        GalleryPlace(
            "Apply: a person looks", "apply-person", .customer,
            "\(apply)/result?goods=\(goods)&reason=notReceived&kind=refundOnly"),
        GalleryPlace(
            "Apply: refused", "apply-refused", .customer,
            "\(apply)/result?goods=\(goods)&reason=priceDropped&kind=priceProtection"),
        GalleryPlace("Complaint", "complaint", .customer, "\(shop)/complaints/new"),
        GalleryPlace("Not found", "problem-404", .customer, "\(shop)/orders/none", 404),
    ]

    static let desks = [
        GalleryPlace("Desk: sign in", "desk-sign-in", .visitor, "\(desk)/sign-in"),
        GalleryPlace("Desk: queue", "desk-queue", .staff, desk),
        GalleryPlace("Desk: empty queue", "desk-queue-none", .staff, "\(desk)?q=nobody"),
        GalleryPlace("Desk: conversations", "desk-conversations", .staff, "\(desk)/conversations"),
        GalleryPlace("Desk: quick replies", "desk-replies", .staff, "\(desk)/replies"),
        GalleryPlace("Desk: knowledge", "desk-knowledge", .staff, "\(desk)/knowledge"),
        GalleryPlace(
            "Desk: knowledge, found", "desk-knowledge-found", .staff, "\(desk)/knowledge?q=%E5%8F%91%E8%B4%A7"
        ),
        GalleryPlace(
            "Desk: knowledge, drafts", "desk-knowledge-drafts", .staff, "\(desk)/knowledge?tab=drafts"),
        GalleryPlace("Desk: knowledge, new", "desk-knowledge-new", .staff, "\(desk)/knowledge/new"),
        GalleryPlace("Desk: knowledge, import", "desk-knowledge-import", .staff, "\(desk)/knowledge/imports"),
        GalleryPlace("Desk: what may not be sent", "desk-words", .staff, "\(desk)/words"),
        GalleryPlace("Desk: board", "desk-board", .staff, "\(desk)/conversations/board"),
        GalleryPlace(
            "Desk: board of a moment", "desk-board-then", .staff,
            "\(desk)/conversations/board?at=2026-11-22T10:30"),
        GalleryPlace("Desk: feedback", "desk-feedback", .staff, "\(desk)/feedback"),
        GalleryPlace("Desk: quality", "desk-quality", .staff, "\(desk)/inspections"),
        GalleryPlace("Desk: lessons", "desk-lessons", .staff, "\(desk)/lessons"),
        GalleryPlace("Desk: the assistant", "desk-assistant", .staff, "\(desk)/assistant"),
        GalleryPlace("Desk: targets of answers", "desk-targets", .staff, "\(desk)/answer-targets"),
        GalleryPlace("Desk: orders", "desk-orders", .staff, "\(desk)/orders"),
        GalleryPlace("Desk: order", "desk-order", .staff, "\(desk)/orders/\(order)"),
        GalleryPlace(
            "Desk: order, pending", "desk-order-pending", .staff, "\(desk)/orders/70311012-0755-4018"),
        GalleryPlace("Desk: apply", "desk-apply", .staff, "\(desk)/orders/\(order)/apply"),
        GalleryPlace(
            "Desk: apply, what the policy says", "desk-apply-says", .staff,
            "\(desk)/orders/\(order)/apply?goods=\(goods)&reason=defective&kind=exchange"),
        GalleryPlace("Desk: customer", "desk-customer", .staff, "\(desk)/customers/\(DemoShop.customer)"),
        GalleryPlace(
            "Desk: customer, their data", "desk-customer-rights", .staff,
            "\(desk)/customers/\(DemoShop.customer)/rights"),
        GalleryPlace("Desk: find", "desk-find", .staff, "\(desk)/search"),
        GalleryPlace("Desk: found", "desk-found", .staff, "\(desk)/search?q=\(DemoShop.customer)"),
        GalleryPlace(
            "Desk: nothing found", "desk-found-nothing", .staff, "\(desk)/search?q=nobody"),
        GalleryPlace(
            "Desk: times for keeping", "desk-retention", .staff, "\(desk)/settings/retention"),
        GalleryPlace("Desk: refunds", "desk-refunds", .staff, "\(desk)/refunds"),
        GalleryPlace("Desk: promise", "desk-promise", .staff, "\(desk)/promise"),
        GalleryPlace("Desk: policy", "desk-policy", .staff, "\(desk)/policy"),
        GalleryPlace("Desk: policy, draft", "desk-policy-draft", .staff, "\(desk)/policy?tab=draft"),
        GalleryPlace(
            "Desk: policy, a shipped pack", "desk-policy-start", .staff, "\(desk)/policy?start=retail-simple"),
        GalleryPlace("Desk: policy, versions", "desk-policy-versions", .staff, "\(desk)/policy?tab=versions"),
        GalleryPlace(
            "Desk: complaint, new", "desk-complaint-new", .staff,
            "\(desk)/complaints/new?customer=\(DemoShop.customer)"),
        GalleryPlace("Desk: complaints", "desk-complaints", .staff, "\(desk)/complaints"),
        GalleryPlace("Desk: outbox", "desk-outbox", .staff, "\(desk)/outbox"),
        GalleryPlace("Desk: messages", "desk-messages", .staff, "\(desk)/messages"),
        GalleryPlace("Desk: people", "desk-people", .staff, "\(desk)/people"),
        GalleryPlace("Desk: webhooks", "desk-webhooks", .staff, "\(desk)/webhooks"),
        GalleryPlace("Desk: audit", "desk-audit", .staff, "\(desk)/audit"),
        GalleryPlace("Desk: settings", "desk-settings", .staff, "\(desk)/settings"),
        GalleryPlace("Desk: account", "desk-account", .staff, "\(desk)/account"),
        GalleryPlace(
            "Desk: two-step sign-in", "desk-two-step", .staff, "\(desk)/account/second-factor"),
        GalleryPlace("Desk: queue, viewer", "desk-queue-viewer", .viewer, desk),
        GalleryPlace("Desk: order, viewer", "desk-order-viewer", .viewer, "\(desk)/orders/\(order)"),
        GalleryPlace("Desk: not allowed", "desk-403", .viewer, "\(desk)/people", 403),
        GalleryPlace("Desk: not found", "desk-404", .staff, "\(desk)/cases/none", 404),
    ]

    private static let shop = "/s/\(DemoShop.shop)"
    private static let desk = "/desk/\(DemoShop.shop)"
    private static let order = DemoShop.order
    private static let apply = "\(shop)/orders/\(order)/apply"
    private static let goods = "1*1"
}
