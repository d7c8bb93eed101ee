import AfterSales
import Base
import Conversations
import Hummingbird
import Jobs
import Localisation
import Markup
import Orders
import Payments
import Policies
import Staff
import Storage
import Web

/// What stands around every page of the desk: the ways with their counts, the search, who is signed in.
struct DeskShell {
    private let call: DeskCall
    private let way: DeskWay?
    private let counts: DeskCounts
    private let reader: String

    init(_ call: DeskCall, _ way: DeskWay?, _ transaction: Transaction) throws {
        self.call = call
        self.way = way
        counts = try DeskCounts(call, transaction)
        reader = try StaffNames(call, transaction).name(of: call.principal.actor)
    }

    func page(_ title: String, _ content: HTML) -> PageLayout {
        let frame = DeskFrame(
            shop: call.record.name, ways: ways, more: more, search: search, reader: readerPart, call.texts,
            content: content)
        return PageLayout("\(title) · \(call.record.name)", call.texts, for: .staff, frame: frame)
    }

    private var ways: [DeskFrame.Way?] {
        DeskWay.allCases.filter { call.may($0.permission) }.flatMap { way -> [DeskFrame.Way?] in
            let link = Link(
                call.texts["desk.way.\(way.rawValue)"], to: way.place(call), isCurrent: way == self.way,
                count: counts[way])
            let item = DeskFrame.Way(link, icon: Self.icon(way))
            return way.beginsGroup ? [nil, item] : [item]
        }
    }

    /// Every page of the desk in one list.
    private var more: DeskFrame.Way {
        let link = Link(call.texts["desk.way.more"], to: "\(call.path)/search")
        return DeskFrame.Way(
            link,
            icon:
                "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M5 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M17 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0\"/></svg>"
        )
    }

    private static func icon(_ way: DeskWay) -> HTML {
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"\(way.strokes)\"/></svg>"
    }

    private var search: HTML { "\(DeskFinder(call: call))\(DeskKeyHelp(texts: call.texts))" }

    private var readerPart: HTML {
        """
        <a href="\(call.path)/account">\(reader)\
        <span class="desk-role soft"> · \(call.words.role(call.principal.role))</span></a>\
        \(ActionForm(
            to: "\(call.path)/sign-out", call.seal(), style: "actions",
            button: Button(call.texts["layout.signOut"], .quiet)))
        """
    }
}

/// How many things wait behind a way; nil where nobody counts.
struct DeskCounts: Sendable {
    private var counts: [DeskWay: Int] = [:]

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let (services, shop) = (call.services, call.shop.id)
        let open = try services.afterSales.openCounts(in: shop, transaction)
        counts[.cases] = open.count(QueueView.ours.states, of: [.merchant])
        counts[.refunds] =
            try services.payments.openMoney(in: shop, transaction).filter {
                $0.state == .failed || $0.state == .unknown
            }.reduce(0) { $0 + $1.count }
        counts[.conversations] = try services.conversations.waitingCount(in: shop, transaction)
        if call.principal.actor.kind == .staff {
            counts[.tasks] = try services.conversations.openTasks(
                for: call.principal.actor.id, in: shop, transaction)
        }
        counts[.orders] = try services.orders.strayCount(in: shop, transaction)
        if call.may(.deadLettersManage) {
            counts[.outbox] = try services.jobs.list(.dead, of: shop, in: transaction).count
        }
    }

    subscript(way: DeskWay) -> Int? { counts[way] }
}
