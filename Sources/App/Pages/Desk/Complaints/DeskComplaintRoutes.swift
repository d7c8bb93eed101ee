import AfterSales
import Base
import Customers
import Events
import Hummingbird
import Localisation
import Orders
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/complaints?state=&cursor= | complaintsRead | |
/// | GET | /desk/:shop/complaints/new?customer=&order= | complaintsHandle | customerUnknown |
/// | POST | /desk/:shop/complaints | complaintsHandle | customerUnknown, orderUnknown |
/// | GET | /desk/:shop/complaints/:complaint | complaintsRead | complaintUnknown |
/// | POST | /desk/:shop/complaints/:complaint/acceptance | customerConsent | complaintClosed |
/// | POST | /desk/:shop/complaints/:complaint/finding, /remedy, /closure | complaintsHandle | complaintClosed, remedyOutsideTable, grantAboveLimit |
struct DeskComplaintRoutes {
    let services: Services

    typealias Act =
        @Sendable (DeskFormReader, Identifier<Complaint>, DeskCall, Transaction) throws -> Complaint

    func add(to router: Router<WebContext>) {
        let desk = services.complaints
        router.desk(.get, "complaints", services, may: .complaintsRead) { call in
            try await Self.list(try Query(call.request), call)
        }
        router.desk(.get, "complaints/new", services, may: .complaintsHandle) { call in
            let query = try Query(call.request)
            guard let customer: Identifier<Customer> = try query.id("customer") else {
                return .seeOther("\(call.path)/search")
            }
            return try await Self.form(customer, order: query.text("order", upTo: Limits.idBytes), call)
        }
        router.desk(.post, "complaints", services, may: .complaintsHandle) { call in
            try await Self.open(call)
        }
        router.desk(.get, "complaints/:complaint", services, may: .complaintsRead) { call in
            try await Self.page(try call.context.id("complaint"), call)
        }
        step(router, "finding") { form, id, call, transaction in
            let finding = try form.requiredText("finding", upTo: Limits.noteCharacters)
            return try desk.find(finding, on: id, owner: nil, by: call.taker(), in: call.shop, transaction)
        }
        step(router, "remedy") { form, id, call, transaction in
            let kind = try form.choice("kind", of: Complaint.RemedyKind.self)
            let remedy =
                kind == .resend
                ? try Self.resend(form, id, call, transaction)
                : Complaint.Remedy(
                    kind: kind, amount: kind.needsAmount ? try form.amount() : nil,
                    note: try form.note(),
                    breach: kind == .compensation ? try form.text(BreachField.name, upTo: 64) : nil)
            return try desk.propose(remedy, on: id, by: call.taker(), in: call.shop, transaction)
        }
        step(router, "acceptance", .customerConsent) { form, id, call, transaction in
            let answer = try form.choice("answer", of: ComplaintAnswer.self)
            let customer = try desk.complaint(id, for: call.taker(), in: call.shop.id, transaction).customerID
            return try desk.answer(
                id, accepts: answer, by: call.taker().acting(for: customer), in: call.shop, transaction)
        }
        step(router, "closure") { _, id, call, transaction in
            try desk.close(id, by: call.taker(), in: call.shop, transaction)
        }
    }

    private func step(
        _ router: Router<WebContext>, _ noun: String, _ permission: Permission = .complaintsHandle,
        _ act: @escaping Act
    ) {
        router.desk(
            .post, "complaints/:complaint/\(RouterPath(noun))", services, may: permission
        ) { call in
            let id: Identifier<Complaint> = try call.context.id("complaint")
            let place = call.place("complaints", id)
            return try await call.submit(noun) { form, transaction in
                _ = try act(form, id, call, transaction)
                return place
            } refused: { refused in
                try await Self.page(id, call, refused: refused)
            }
        }
    }

    private static func resend(
        _ form: DeskFormReader, _ id: Identifier<Complaint>, _ call: DeskCall, _ transaction: Transaction
    ) throws -> Complaint.Remedy {
        let complaint = try call.services.complaints.complaint(
            id, for: call.taker(), in: call.shop.id, transaction)
        let order = try complaint.orderID.map {
            try call.services.orders.order($0, in: call.shop.id, transaction)
        }
        return Complaint.Remedy(
            kind: .resend, amount: nil, note: try form.note(), reason: try form.text("reason", upTo: 64),
            lines: try order.flatMap { try ResendFields.lines(form, of: $0) })
    }

    private static func open(_ call: DeskCall) async throws -> Response {
        try await call.submit(DeskComplaintForm.form) { form, transaction in
            let customer = Identifier<Customer>(try form.requiredText("customer", upTo: Limits.idBytes))
            let order = try form.text("order", upTo: Limits.idBytes).map { Identifier<Order>($0) }
            let complaint = try call.services.complaints.open(
                customer: customer, order: order, cause: form.choice("cause", of: Complaint.Cause.self),
                words: form.requiredText("words", upTo: Limits.noteCharacters), by: call.taker(),
                in: call.shop, transaction)
            return call.place("complaints", complaint.id)
        } refused: { refused in
            let customer = refused.body["\(DeskComplaintForm.form).customer"] ?? ""
            return try await form(Identifier(customer), order: nil, call, refused: refused)
        }
    }

    private static func form(
        _ customer: Identifier<Customer>, order: String?, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        let status = refused?.status ?? .ok
        return try await call.page(call.texts["desk.complaint.new"], .complaints, status) {
            try DeskComplaintForm(customer, order: order, refused: refused, call, $0).body
        }
    }

    private static func list(_ query: Query, _ call: DeskCall) async throws -> Response {
        let state = try query.choice("state", of: Complaint.State.self)
        let after = try query.cursor(of: 1)
        return try await call.page(call.texts["desk.way.complaints"], .complaints) { transaction in
            let names = try StaffNames(call, transaction)
            let page = try call.services.complaints.list(
                state: state, customer: nil, after: after, limit: QueueFilter.rows, in: call.shop.id,
                transaction)
            return ComplaintListPage(
                rows: try page.items.map { try ComplaintRow($0, names, call, transaction) }, next: page.next,
                state: state, isFirst: after == nil, now: transaction.now, call: call
            ).body
        }
    }

    static func page(
        _ id: Identifier<Complaint>, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        let status = refused?.status ?? .ok
        return try await call.page(call.texts["desk.way.complaints"], .complaints, status) { transaction in
            let names = try StaffNames(call, transaction)
            let complaint = try call.services.complaints.complaint(
                id, for: call.taker(), in: call.shop.id, transaction)
            let customer = try call.services.customers.customer(
                complaint.customerID, in: call.shop.id, transaction)
            let events = try call.services.events.store.timeline(of: id.text, in: call.shop.id, transaction)
            let people = try names.people(in: events)
            let text = CaseTimelineText(reader: call.reader, side: .staff) { people[$0] }
            let row = try ComplaintRow(complaint, names, call, transaction)
            return ComplaintDeskPage(
                row: row, customer: customer,
                finding: row.complaint.finding == complaint.finding ? complaint.finding : nil,
                timeline: text.entries(events),
                resend: try ResendFields(complaint, call, transaction),
                breach: try BreachField(complaint, call, transaction), now: transaction.now,
                refused: refused, call: call
            ).body
        }
    }
}
