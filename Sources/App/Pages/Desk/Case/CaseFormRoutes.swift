import AfterSales
import Base
import Hummingbird
import Orders
import Policies
import Staff
import Storage
import Web

/// What somebody at the desk does with a case: one noun each below `/desk/:shop/cases/:case`, as `CaseStep`
/// lists them.
///
/// Each goes back to the case, or to the conversation beside which it was taken; a refusal is shown beside the form. A case that has moved on since the page
/// was opened refuses with `caseMovedOn`, so that two people never act on one state.
struct CaseFormRoutes {
    let services: Services

    typealias Act =
        @Sendable (DeskFormReader, Identifier<Case>, StepTaker, DeskCall, Transaction) throws -> Case

    func add(to router: Router<WebContext>) {
        addDecisions(to: router)
        addOffers(to: router)
        addGoods(to: router)
        addRest(to: router)
    }

    private func addDecisions(to router: Router<WebContext>) {
        let desk = services.afterSales
        step(router, .approval) { form, id, taker, call, transaction in
            let approval = CaseApproval(
                amount: try form.amount(), note: try form.note(), returnAddress: try form.returnAddress())
            return try desk.approve(id, approval, by: taker, in: call.shop, transaction)
        }
        step(router, .rejection) { form, id, taker, call, transaction in
            try desk.reject(
                id, reason: form.requiredText("reason"), note: form.note(), by: taker, in: call.shop,
                transaction)
        }
        step(router, .evidenceRequest) { form, id, taker, call, transaction in
            let kinds = form.choices("items", of: EvidenceKind.self)
            return try desk.requestEvidence(
                id, kinds: kinds.isEmpty ? [.photo] : kinds, note: form.note(), by: taker, in: call.shop,
                transaction)
        }
        step(router, .arbitration) { form, id, taker, call, transaction in
            let ruling = try form.choice("ruling", of: Ruling.self)
            return try desk.arbitrate(
                id, ruling, amount: ruling == .partial ? form.amount() : nil, note: form.note(), by: taker,
                in: call.shop, transaction)
        }
        step(router, .reopening) { form, id, taker, call, transaction in
            let reason = try form.requiredText("reason", upTo: Limits.noteCharacters)
            return try desk.reopen(id, reason: reason, by: taker, in: call.shop, transaction)
        }
    }

    private func addOffers(to router: Router<WebContext>) {
        let desk = services.afterSales
        step(router, .offers) { form, id, taker, call, transaction in
            let kind = try form.choice("kind", of: OfferKind.self)
            return try desk.offer(
                kind, amount: kind.needsAmount ? form.amount() : nil, note: form.note(), on: id, by: taker,
                in: call.shop, transaction)
        }
        step(router, .acceptance, at: "offers/:n/acceptance") { _, id, taker, call, transaction in
            try desk.acceptOffer(call.context.number("n"), on: id, by: taker, in: call.shop, transaction)
        }
        step(router, .refusal, at: "offers/:n/refusal") { _, id, taker, call, transaction in
            try desk.declineOffer(call.context.number("n"), on: id, by: taker, in: call.shop, transaction)
        }
    }

    private func addGoods(to router: Router<WebContext>) {
        let desk = services.afterSales
        step(router, .receipt) { _, id, taker, call, transaction in
            try desk.receive(id, by: taker, in: call.shop, transaction)
        }
        step(router, .inspection) { form, id, taker, call, transaction in
            let lines = try desk.view(id, for: taker, in: call.shop, transaction).record.lines
            return try desk.inspect(id, Self.outcomes(form, lines), by: taker, in: call.shop, transaction)
        }
        step(router, .replacementShipment) { form, id, taker, call, transaction in
            try desk.shipReplacement(
                id, carrier: form.requiredText("carrier", upTo: 64),
                trackingNumber: form.requiredText("trackingNumber", upTo: 64), by: taker, in: call.shop,
                transaction)
        }
        step(router, .refusedGoodsShipment) { form, id, taker, call, transaction in
            try desk.sendRefusedGoods(
                id, carrier: form.requiredText("carrier", upTo: 64),
                trackingNumber: form.requiredText("trackingNumber", upTo: 64), by: taker, in: call.shop,
                transaction)
        }
        step(router, .returnShipment) { form, id, taker, call, transaction in
            try desk.shipReturn(
                id, carrier: form.requiredText("carrier", upTo: 64),
                trackingNumber: form.requiredText("trackingNumber", upTo: 64),
                freight: form.amount("freight"),
                by: taker, in: call.shop, transaction)
        }
        step(router, .repair) { form, id, taker, call, transaction in
            let outcome = try form.choice("outcome", of: RepairOutcome.self)
            return try desk.repair(id, outcome, note: nil, by: taker, in: call.shop, transaction)
        }
        step(router, .differencePayment) { form, id, taker, call, transaction in
            let method = try form.requiredText("methodId", upTo: Limits.idBytes)
            return try desk.payDifference(
                id, with: Identifier(method), by: taker, in: call.shop, transaction)
        }
        step(router, .differenceUndoing) { form, id, taker, call, transaction in
            let then = try form.choice("then", of: UnpaidDifference.self)
            return try desk.giveUpDifference(
                id, then: then, note: form.note(), by: taker, in: call.shop, transaction)
        }
        step(router, .confirmation) { _, id, taker, call, transaction in
            try desk.confirm(id, by: taker, in: call.shop, transaction)
        }
        step(router, .nonArrival) { _, id, taker, call, transaction in
            try desk.reportNotArrived(id, note: nil, by: taker, in: call.shop, transaction)
        }
    }

    private func addRest(to router: Router<WebContext>) {
        let (desk, assignment) = (services.afterSales, CaseAssignment(services: services))
        step(router, .settlement) { _, id, taker, call, transaction in
            try desk.settleElsewhere(id, by: taker, in: call.shop, transaction)
        }
        step(router, .withdrawal) { _, id, taker, call, transaction in
            let customer = try desk.view(id, for: taker, in: call.shop, transaction).record.customerID
            return try desk.withdraw(id, by: taker.acting(for: customer), in: call.shop, transaction)
        }
        step(router, .notes) { form, id, taker, call, transaction in
            // Words change nothing in the case, so they need not have seen its newest state.
            let isInternal = try form.text("to") != "customer"
            return try desk.note(
                form.requiredText("text", upTo: Limits.noteCharacters), isInternal: isInternal, on: id,
                by: call.taker(), in: call.shop, transaction)
        }
        step(router, .assignment) { form, id, taker, call, transaction in
            try assignment.assign(
                id, to: AssignmentRoutes.assignee(form.form), by: call.principal, version: taker.version,
                in: call.shop, transaction)
        }
    }

    /// Units that are not accepted are refused; some of these may not have been in the parcel.
    private static func outcomes(_ form: DeskFormReader, _ lines: [CaseLine]) throws -> [InspectedLine] {
        try lines.enumerated().filter { $1.accepted == nil }.map { place, line in
            let accepted = try form.int("accepted\(place)", in: 0...line.quantity) ?? line.quantity
            return InspectedLine(
                line: .line(line.lineID), for: line.newVariantID, accepted: accepted,
                refused: line.quantity - accepted,
                missing: try form.int("missing\(place)", in: 0...line.quantity - accepted) ?? 0,
                note: try form.text("note\(place)"))
        }
    }

    private func step(
        _ router: Router<WebContext>, _ step: CaseStep, at noun: RouterPath? = nil, _ act: @escaping Act
    ) {
        let noun = noun ?? RouterPath(step.rawValue)
        router.desk(.post, "cases/:case/\(noun)", services, may: step.permission) { call in
            let id: Identifier<Case> = try call.context.id("case")
            let place = call.placeAfterStep(of: id)
            return try await call.submit(step.rawValue) { form, transaction in
                _ = try act(form, id, call.taker(form.version()), call, transaction)
                return place
            } refused: { refused in
                try await call.page(of: id, refused: refused)
            }
        }
    }
}
