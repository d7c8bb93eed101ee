import AfterSales
import Base
import Conversations
import Hummingbird
import Storage
import Web

/// The customer's steps; each is refused where the state does not allow it, beside the form that asked.
///
/// | method | path, under cases/:case | |
/// |---|---|---|
/// | POST | evidence | files and words |
/// | POST | offers | the customer's own proposal |
/// | POST | offers/:n/acceptance, offers/:n/decline | the answer to the shop's |
/// | POST | return-shipment | carrier and number, freight where the shop pays it |
/// | POST | confirmation, non-arrival, withdrawal, dispute | |
/// | POST | remark | words to the shop |
/// | POST | rating | what the customer thought of it, once it is closed |
struct CustomerStepRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        let desk = services.afterSales
        router.customer(.post, "cases/:case/evidence", services, giveEvidence)
        step(router, "offers") { step in
            guard let kind = try step.form.choice("offer", of: OfferKind.self) else {
                throw InputRefusal("kindMissing", at: "/offer", kind: .unprocessable)
            }
            let amount = kind.needsAmount ? try step.amount("amount") : nil
            let note = try step.form.text("offerNote", upTo: Limits.noteCharacters)
            return {
                _ = try desk.offer(kind, amount: amount, note: note, on: $0.id, by: $0.taker, in: $0.shop, $1)
            }
        }
        step(router, "offers/:n/acceptance") { step in
            let number = try step.call.context.number("n")
            return { _ = try desk.acceptOffer(number, on: $0.id, by: $0.taker, in: $0.shop, $1) }
        }
        step(router, "offers/:n/decline") { step in
            let number = try step.call.context.number("n")
            return { _ = try desk.declineOffer(number, on: $0.id, by: $0.taker, in: $0.shop, $1) }
        }
        step(router, "return-shipment") { step in
            let carrier = try step.words("carrier", upTo: 64, orElse: "carrierMissing")
            let number = try step.words("trackingNumber", upTo: 64, orElse: "trackingMissing")
            let freight = try step.amount("freight")
            return {
                _ = try desk.shipReturn(
                    $0.id, carrier: carrier, trackingNumber: number, freight: freight, by: $0.taker,
                    in: $0.shop, $1)
            }
        }
        step(router, "confirmation") { _ in { _ = try desk.confirm($0.id, by: $0.taker, in: $0.shop, $1) } }
        step(router, "non-arrival") { _ in
            { _ = try desk.reportNotArrived($0.id, note: nil, by: $0.taker, in: $0.shop, $1) }
        }
        step(router, "difference-payment") { step in
            let method = try step.words("methodId", upTo: Limits.idBytes, orElse: "methodUnknown")
            return {
                _ = try desk.payDifference($0.id, with: Identifier(method), by: $0.taker, in: $0.shop, $1)
            }
        }
        step(router, "withdrawal") { _ in { _ = try desk.withdraw($0.id, by: $0.taker, in: $0.shop, $1) } }
        step(router, "dispute") { step in
            let note = try step.form.text("disputeNote", upTo: Limits.noteCharacters)
            return { _ = try desk.dispute($0.id, note: note, by: $0.taker, in: $0.shop, $1) }
        }
        step(router, "rating") { [services] step in
            guard let stars = try step.form.int("stars", in: Conversation.Rating.stars) else {
                throw InputRefusal("starsMissing", at: "/stars", kind: .unprocessable)
            }
            let rating = Conversation.Rating(
                stars: stars, words: try step.form.text("words", upTo: Limits.noteCharacters))
            return {
                let record = try services.afterSales.view($0.id, for: $0.taker, in: $0.shop, $1).record
                _ = try CaseRatings(services: services).rate(
                    record, rating, by: $0.taker.actor, in: $0.shop.id, $1)
            }
        }
        step(router, "remark") { step in
            let text = try step.words("text", upTo: Limits.noteCharacters, orElse: "messageMissing")
            return { _ = try desk.note(text, isInternal: false, on: $0.id, by: $0.taker, in: $0.shop, $1) }
        }
    }

    /// A step of a form: `read` takes what it needs from the form; what it returns is done in one
    /// transaction.
    private func step(
        _ router: some RouterMethods<WebContext>, _ path: RouterPath,
        _ read:
            @escaping @Sendable (CustomerStep) throws ->
            @Sendable (CustomerStep.Target, Transaction) throws -> Void
    ) {
        router.customer(.post, "cases/:case/\(path)", services) { call in
            let form = try await call.form()
            return try await CustomerStep(call: call, form: form).take(read)
        }
    }

    private func giveEvidence(_ call: CustomerCall) async throws -> Response {
        var input: FormBody?
        return try await call.answering {
            let form = try await call.form()
            input = form
            let step = CustomerStep(call: call, form: form)
            let note = try form.text("evidenceNote", upTo: Limits.noteCharacters)
            let desk = call.services.afterSales
            guard note != nil || !form.files.isEmpty else {
                throw InputRefusal("evidenceMissing", at: "/evidence", kind: .unprocessable)
            }
            let files = try await FormFiles(call.services).keep(
                form.files, by: call.customer.actor, in: call.shop.id)
            return try await step.done { target, transaction in
                _ = try desk.giveEvidence(
                    files, note: note, on: target.id, by: target.taker, in: target.shop, transaction)
            }
        } refused: { problem in
            try await CustomerCasePage.response(call.context.id("case"), call, problem: problem, input: input)
        }
    }
}

/// One step that a customer takes in a case by a form.
struct CustomerStep: Sendable {
    let call: CustomerCall
    let form: FormBody

    struct Target: Sendable {
        let id: Identifier<Case>
        let taker: StepTaker
        let shop: ShopProfile
    }

    typealias Work = @Sendable (Target, Transaction) throws -> Void

    func take(_ read: (CustomerStep) throws -> Work) async throws -> Response {
        try await call.answering {
            try await done(try read(self))
        } refused: { problem in
            try await CustomerCasePage.response(call.context.id("case"), call, problem: problem, input: form)
        }
    }

    func done(_ work: @escaping Work) async throws -> Response {
        let target = Target(id: try call.context.id("case"), taker: try call.taker, shop: call.shop)
        let place = call.place(of: target.id)
        return try await call.once(form) { transaction in
            try work(target, transaction)
            return place
        }
    }

    /// A text that must be there.
    /// - Parameter code: of the refusal when it is not.
    func words(_ name: String, upTo limit: Int, orElse code: String) throws -> String {
        guard let text = try form.text(name, upTo: limit) else {
            throw InputRefusal(code, at: "/" + name, kind: .unprocessable)
        }
        return text
    }

    /// An amount as somebody types it: `12`, `12.5`, `¥12.50`; nil when the field is empty.
    /// - Throws: `amountUnreadable`.
    func amount(_ name: String) throws -> Money? {
        guard let text = try form.text(name, upTo: 20) else { return nil }
        let digits = text.filter { $0.isNumber || $0 == "." }
        guard let money = Money(digits: digits, call.shop.currency) else {
            throw InputRefusal("amountUnreadable", at: "/" + name, kind: .unprocessable)
        }
        return money
    }
}
