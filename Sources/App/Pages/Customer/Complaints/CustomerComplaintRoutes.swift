import AfterSales
import Base
import Hummingbird
import Orders
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | complaints | leads to where they are listed |
/// | GET, POST | complaints/new?order= | makes a complaint |
/// | GET | complaints/:complaint | what was found and proposed |
/// | POST | complaints/:complaint/acceptance | the answer to the remedy |
struct CustomerComplaintRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.get, "complaints", services) { call in .seeOther(call.base + "/orders#complaints") }
        router.customer(.get, "complaints/new", services) { call in
            let order = try Query(call.request).text("order", upTo: Limits.idBytes)
            return try await ComplaintForm.response(call, order: order)
        }
        router.customer(.post, "complaints/new", services, open)
        router.customer(.get, "complaints/:complaint", services) { call in
            try await CustomerComplaintPage.response(call.context.id("complaint"), call)
        }
        router.customer(.post, "complaints/:complaint/acceptance", services, answer)
    }
}

@Sendable private func open(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    return try await call.answering {
        guard let cause = try form.choice("cause", of: Complaint.Cause.self) else {
            throw InputRefusal("causeMissing", at: "/cause", kind: .unprocessable)
        }
        guard let words = try form.text("words", upTo: Limits.noteCharacters) else {
            throw InputRefusal("wordsMissing", at: "/words", kind: .unprocessable)
        }
        let order = try form.text("order", upTo: Limits.idBytes).map { Identifier<Order>($0) }
        let (customer, taker) = (try call.customerID, try call.taker)
        return try await call.once(form) { transaction in
            let complaint = try call.services.complaints.open(
                customer: customer, order: order, cause: cause, words: words, by: taker, in: call.shop,
                transaction)
            return "\(call.base)/complaints/\(complaint.id.inPath)"
        }
    } refused: { problem in
        try await ComplaintForm.response(call, order: form["order"], problem: problem, input: form)
    }
}

@Sendable private func answer(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    let id: Identifier<Complaint> = try call.context.id("complaint")
    return try await call.answering {
        let answer = try form.choice("answer", of: ComplaintAnswer.self) ?? .accepted
        let taker = try call.taker
        return try await call.once(form) { transaction in
            _ = try call.services.complaints.answer(
                id, accepts: answer, by: taker, in: call.shop, transaction)
            return "\(call.base)/complaints/\(id.inPath)"
        }
    } refused: { problem in
        try await CustomerComplaintPage.response(id, call, problem: problem)
    }
}
