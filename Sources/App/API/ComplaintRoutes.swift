import AfterSales
import Base
import Customers
import Hummingbird
import Orders
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | complaints | complaintsHandle | customerUnknown, orderUnknown |
/// | GET | complaints?state=&customerId=, complaints/:complaint | complaintsRead | complaintUnknown |
/// | POST | complaints/:complaint/finding, /remedy, /closure | complaintsHandle | complaintClosed, assigneeUnknown, remedyOutsideTable, grantAboveLimit |
/// | POST | complaints/:complaint/acceptance | complaintsHandle and customerConsent | complaintClosed |
struct ComplaintRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let (services, desk) = (services, services.complaints)
        router.shop(.post, "complaints", services, may: .complaintsHandle) { call in
            try await call.command({ reader in
                (
                    customer: try reader.id("customerId") as Identifier<Customer>,
                    order: try reader.optionalID("orderId") as Identifier<Order>?,
                    cause: try reader.choice("cause", of: Complaint.Cause.self),
                    words: try reader.string("words", upTo: Limits.noteCharacters)
                )
            }) { input, transaction in
                do {
                    _ = try services.customers.customer(input.customer, in: call.shop.id, transaction)
                } catch CustomerRefusal.customerUnknown {
                    throw InputRefusal("customerUnknown", at: "/customerId", kind: .unprocessable)
                }
                let complaint = try desk.open(
                    customer: input.customer, order: input.order, cause: input.cause, words: input.words,
                    by: call.taker(), in: call.shop, transaction)
                // What the caller has just written is nothing that they read.
                let people = try call.personal([], transaction)
                return .created(people.json(complaint), at: "\(call.path)/complaints/\(complaint.id)")
            }
        }
        router.shop(
            .get, "complaints", services, may: .complaintsRead,
            query: ["state", "customerId", "cursor", "limit"]
        ) { call in
            let query = call.query
            let state = try query.choice("state", of: Complaint.State.self)
            let customer: Identifier<Customer>? = try query.id("customerId")
            let (after, limit) = (try query.cursor(of: 1), try query.limit())
            let page = try await call.read {
                try desk.list(
                    state: state, customer: customer, after: after, limit: limit, in: call.shop.id, $0)
            }
            let read = page.items.filter(\.hasWords).map { PersonalData.Record.complaint($0.id) }
            return .list(page, try await call.personal(read).json)
        }
        router.shop(.get, "complaints/:complaint", services, may: .complaintsRead) { call in
            let id: Identifier<Complaint> = try call.context.id("complaint")
            let complaint = try await call.read {
                try desk.complaint(id, for: call.taker(), in: call.shop.id, $0)
            }
            return .json(
                try await call.personal(complaint.hasWords ? [.complaint(id)] : []).json(complaint))
        }
        addSteps(to: router)
    }

    private func addSteps(to router: Router<WebContext>) {
        let desk = services.complaints
        step(router, "finding") { reader, _ in
            (
                finding: try reader.string("finding", upTo: Limits.noteCharacters),
                owner: try reader.optionalString("owner", upTo: Limits.idBytes)
            )
        } _: { input, id, call, transaction in
            if let owner = input.owner, owner != call.principal.actor.id {
                try Assignees(staff: call.services.staff).check(
                    owner, may: .complaintsHandle, at: "/owner", in: call.shop.id, transaction)
            }
            return try desk.find(
                input.finding, on: id, owner: input.owner, by: call.taker(), in: call.shop, transaction)
        }
        step(router, "remedy") {
            Complaint.Remedy(
                kind: try $0.choice("kind", of: Complaint.RemedyKind.self),
                amount: try $0.optionalMoney("amount", in: $1),
                note: try $0.optionalString("note", upTo: Limits.noteCharacters),
                breach: try $0.optionalString("breach", upTo: 64),
                reason: try $0.optionalString("reason", upTo: 64),
                lines: try CaseApplication.Line.optionalList(&$0))
        } _: { remedy, id, call, transaction in
            try desk.propose(remedy, on: id, by: call.taker(), in: call.shop, transaction)
        }
        step(router, "acceptance") { reader, _ in
            (
                accepts: try reader.optionalBool("accepted") ?? true ? ComplaintAnswer.accepted : .declined,
                side: try ActingSides.customerWithConsent.side(&reader)
            )
        } _: { input, id, call, transaction in
            let customer = try desk.complaint(id, for: call.taker(), in: call.shop.id, transaction).customerID
            let taker = try ActingSides.customerWithConsent.taker(input.side, call.taker(), call) { customer }
            return try desk.answer(id, accepts: input.accepts, by: taker, in: call.shop, transaction)
        }
        step(router, "closure") { _, _ in
        } _: { _, id, call, transaction in
            try desk.close(id, by: call.taker(), in: call.shop, transaction)
        }
    }

    private func step<Input: Sendable>(
        _ router: Router<WebContext>, _ noun: RouterPath,
        _ parse: @escaping @Sendable (inout JSONReader, Currency) throws -> Input,
        _ act: @escaping @Sendable (Input, Identifier<Complaint>, ShopCall, Transaction) throws -> Complaint
    ) {
        router.shop(.post, "complaints/:complaint/\(noun)", services, may: .complaintsHandle) { call in
            let id: Identifier<Complaint> = try call.context.id("complaint")
            return try await call.command({ try parse(&$0, call.shop.currency) }) { input, transaction in
                let complaint = try act(input, id, call, transaction)
                let read: [PersonalData.Record] = complaint.hasWords ? [.complaint(id)] : []
                return .ok(try call.personal(read, transaction).json(complaint))
            }
        }
    }
}
