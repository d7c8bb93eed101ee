import AfterSales
import Base
import Customers
import Hummingbird
import Orders
import Policies
import Staff
import Storage
import Web

/// What may happen to a case, each a noun under `cases/:case/`. All answer with the case; all refuse with
/// `notInThisState` where its state does not allow the step, and with `caseMovedOn` when the body's `version` is old.
/// A body with `"by": "customer"` takes a step that customers take too in the customer's name, as the shop's own site
/// does; `ActingSides` says which. Agreeing for the customer needs `customerConsent`.
///
/// | noun | may | body |
/// |---|---|---|
/// | approval | casesDecide | amount?, note?, refundTo?, returnAddress? |
/// | rejection | casesDecide | reason, note? |
/// | evidence-request | casesDecide | items?, note? |
/// | evidence | casesOpen | evidence, note? |
/// | offers | casesGrant | kind, amount?, note? |
/// | offers/:n/acceptance, offers/:n/refusal | casesDecide | |
/// | return-shipment | casesOpen | carrier, trackingNumber, freight? |
/// | receipt, confirmation, withdrawal | casesDecide | |
/// | inspection | casesDecide | lines |
/// | replacement-shipment | casesDecide | carrier, trackingNumber |
/// | refused-goods-shipment | casesDecide | carrier, trackingNumber |
/// | difference-undoing | casesDecide | then, note? |
/// | difference-payment | casesDecide | methodId |
/// | repair | casesDecide | outcome, note? |
/// | dispute, non-arrival | casesOpen | note? |
/// | arbitration | arbitrate | ruling, amount?, note? |
/// | reopening | casesDecide | reason |
/// | assignment | casesDecide | assignee? |
/// | notes | casesDecide | text, internal? |
struct CaseStepRoutes {
    let services: Services

    typealias Step<Input> =
        @Sendable (Input, Identifier<Case>, StepTaker, ShopCall, Transaction) throws -> Case

    func add(to router: Router<WebContext>) {
        addDecisions(to: router)
        addOffers(to: router)
        addGoods(to: router)
        addRest(to: router)
    }

    private func addDecisions(to router: Router<WebContext>) {
        let desk = services.afterSales
        step(router, "approval", .casesDecide) {
            CaseApproval(
                amount: try $0.optionalMoney("amount", in: $1), note: try Self.note(&$0),
                refundTo: try $0.optionalID("refundTo"),
                returnAddress: try $0.optionalObject("returnAddress").map { try ReturnAddress($0) })
        } _: { approval, id, taker, call, transaction in
            try desk.approve(id, approval, by: taker, in: call.shop, transaction)
        }
        step(router, "rejection", .casesDecide) { reader, _ in
            (reason: try reader.string("reason"), note: try Self.note(&reader))
        } _: { input, id, taker, call, transaction in
            try desk.reject(id, reason: input.reason, note: input.note, by: taker, in: call.shop, transaction)
        }
        step(router, "evidence-request", .casesDecide) { reader, _ in
            (kinds: try Self.kinds(&reader), note: try Self.note(&reader))
        } _: { input, id, taker, call, transaction in
            try desk.requestEvidence(
                id, kinds: input.kinds, note: input.note, by: taker, in: call.shop, transaction)
        }
        step(router, "evidence", .casesOpen, .either) { reader, _ in
            (
                files: try reader.optionalStrings("evidence", upTo: Limits.filesOfOneCase) ?? [],
                note: try Self.note(&reader)
            )
        } _: { input, id, taker, call, transaction in
            try desk.giveEvidence(
                input.files, note: input.note, on: id, by: taker, in: call.shop, transaction)
        }
        step(router, "arbitration", .arbitrate) {
            (
                ruling: try $0.choice("ruling", of: Ruling.self),
                amount: try $0.optionalMoney("amount", in: $1),
                note: try Self.note(&$0)
            )
        } _: { input, id, taker, call, transaction in
            try desk.arbitrate(
                id, input.ruling, amount: input.amount, note: input.note, by: taker, in: call.shop,
                transaction)
        }
    }

    private func addOffers(to router: Router<WebContext>) {
        let desk = services.afterSales
        step(router, "offers", .casesGrant, .eitherWithConsent) {
            (
                kind: try $0.choice("kind", of: OfferKind.self),
                amount: try $0.optionalMoney("amount", in: $1),
                note: try Self.note(&$0)
            )
        } _: { input, id, taker, call, transaction in
            try desk.offer(
                input.kind, amount: input.amount, note: input.note, on: id, by: taker, in: call.shop,
                transaction)
        }
        for (noun, accepts) in [("acceptance", true), ("refusal", false)] {
            let sides: ActingSides = accepts ? .eitherWithConsent : .either
            step(router, "offers/:n/\(noun)", .casesDecide, sides) { _, _ in
            } _: { _, id, taker, call, transaction in
                let number = try call.context.number("n")
                return accepts
                    ? try desk.acceptOffer(number, on: id, by: taker, in: call.shop, transaction)
                    : try desk.declineOffer(number, on: id, by: taker, in: call.shop, transaction)
            }
        }
    }

    private func addGoods(to router: Router<WebContext>) {
        let desk = services.afterSales
        step(router, "return-shipment", .casesOpen, .either) {
            (parcel: try Self.parcel(&$0), freight: try $0.optionalMoney("freight", in: $1))
        } _: { input, id, taker, call, transaction in
            try desk.shipReturn(
                id, carrier: input.parcel.carrier, trackingNumber: input.parcel.number,
                freight: input.freight, by: taker, in: call.shop, transaction)
        }
        step(router, "receipt", .casesDecide) { _, _ in
        } _: { _, id, taker, call, transaction in
            try desk.receive(id, by: taker, in: call.shop, transaction)
        }
        step(router, "inspection", .casesDecide) { reader, _ in
            try reader.objects("lines", in: 1...Limits.linesOfOneOrder).map { try Self.inspected($0) }
        } _: { lines, id, taker, call, transaction in
            try desk.inspect(id, lines, by: taker, in: call.shop, transaction)
        }
        step(router, "replacement-shipment", .casesDecide) { reader, _ in
            try Self.parcel(&reader)
        } _: { parcel, id, taker, call, transaction in
            try desk.shipReplacement(
                id, carrier: parcel.carrier, trackingNumber: parcel.number, by: taker, in: call.shop,
                transaction)
        }
        step(router, "refused-goods-shipment", .casesDecide) { reader, _ in
            try Self.parcel(&reader)
        } _: { parcel, id, taker, call, transaction in
            try desk.sendRefusedGoods(
                id, carrier: parcel.carrier, trackingNumber: parcel.number, by: taker, in: call.shop,
                transaction)
        }
        step(router, "difference-undoing", .casesDecide) { reader, _ in
            (then: try reader.choice("then", of: UnpaidDifference.self), note: try Self.note(&reader))
        } _: { input, id, taker, call, transaction in
            try desk.giveUpDifference(
                id, then: input.then, note: input.note, by: taker, in: call.shop, transaction)
        }
        step(router, "difference-payment", .casesDecide, .eitherWithConsent) { reader, _ in
            try reader.id("methodId") as Identifier<PaymentMethod>
        } _: { method, id, taker, call, transaction in
            try desk.payDifference(id, with: method, by: taker, in: call.shop, transaction)
        }
        step(router, "repair", .casesDecide) { reader, _ in
            (outcome: try reader.choice("outcome", of: RepairOutcome.self), note: try Self.note(&reader))
        } _: { input, id, taker, call, transaction in
            try desk.repair(
                id, input.outcome, note: input.note, by: taker, in: call.shop, transaction)
        }
        step(router, "confirmation", .casesDecide, .either) { _, _ in
        } _: { _, id, taker, call, transaction in
            try desk.confirm(id, by: taker, in: call.shop, transaction)
        }
        step(router, "non-arrival", .casesOpen, .customer) { reader, _ in
            try Self.note(&reader)
        } _: { note, id, taker, call, transaction in
            try desk.reportNotArrived(id, note: note, by: taker, in: call.shop, transaction)
        }
    }

    private func addRest(to router: Router<WebContext>) {
        let desk = services.afterSales
        step(router, "withdrawal", .casesDecide, .customerWithConsent) { _, _ in
        } _: { _, id, taker, call, transaction in
            try desk.withdraw(id, by: taker, in: call.shop, transaction)
        }
        step(router, "dispute", .casesOpen, .customer) { reader, _ in
            try Self.note(&reader)
        } _: { note, id, taker, call, transaction in
            try desk.dispute(id, note: note, by: taker, in: call.shop, transaction)
        }
        step(router, "settlement", .casesDecide) { _, _ in
        } _: { _, id, taker, call, transaction in
            try desk.settleElsewhere(id, by: taker, in: call.shop, transaction)
        }
        step(router, "reopening", .casesDecide) { reader, _ in
            try reader.string("reason", upTo: Limits.noteCharacters)
        } _: { reason, id, taker, call, transaction in
            try desk.reopen(id, reason: reason, by: taker, in: call.shop, transaction)
        }
        let assignment = CaseAssignment(services: services)
        step(router, "assignment", .casesDecide) { reader, _ in
            try reader.optionalString("assignee", upTo: Limits.idBytes)
        } _: { assignee, id, taker, call, transaction in
            try assignment.assign(
                id, to: assignee, by: call.principal, version: taker.version, in: call.shop, transaction)
        }
        step(router, "notes", .casesDecide, .either) { reader, _ in
            (
                text: try reader.string("text", upTo: Limits.noteCharacters),
                isInternal: try reader.optionalBool("internal") ?? true
            )
        } _: { input, id, taker, call, transaction in
            try desk.note(
                input.text, isInternal: input.isInternal, on: id, by: taker, in: call.shop, transaction)
        }
    }

    private func step<Input: Sendable>(
        _ router: Router<WebContext>, _ noun: RouterPath, _ permission: Permission,
        _ sides: ActingSides = .shop,
        _ parse: @escaping @Sendable (inout JSONReader, Currency) throws -> Input,
        _ act: @escaping Step<Input>
    ) {
        let services = services
        router.shop(.post, "cases/:case/\(noun)", services, may: permission) { call in
            let id: Identifier<Case> = try call.context.id("case")
            return try await call.command({ reader in
                (
                    version: try reader.optionalInt("version", in: 1...Int(Int32.max)),
                    side: try sides.side(&reader), input: try parse(&reader, call.shop.currency)
                )
            }) { read, transaction in
                let taker = try sides.taker(read.side, call.taker(read.version), call) {
                    try services.afterSales.view(id, for: call.taker(), in: call.shop, transaction).record
                        .customerID
                }
                let record = try act(read.input, id, taker, call, transaction)
                let view = try services.afterSales.view(record, in: call.shop, transaction)
                return .ok(try call.cases([view], transaction).json(view)).about(view.whoseWords)
            }
        }
    }

    // MARK: Parts of bodies

    private static func note(_ reader: inout JSONReader) throws -> String? {
        try reader.optionalString("note", upTo: Limits.noteCharacters)
    }

    private static func parcel(_ reader: inout JSONReader) throws -> (carrier: String, number: String) {
        (
            carrier: try reader.string("carrier", upTo: 64),
            number: try reader.string("trackingNumber", upTo: 64)
        )
    }

    private static func kinds(_ reader: inout JSONReader) throws -> [EvidenceKind] {
        try (reader.optionalStrings("items", upTo: 3) ?? ["photo"]).map { text in
            guard let kind = EvidenceKind(rawValue: text) else {
                let known = EvidenceKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw InputRefusal("fieldNotAChoice", at: "/items", ["choices": known])
            }
            return kind
        }
    }

    private static func inspected(_ reader: JSONReader) throws -> InspectedLine {
        var reader = reader
        let line = InspectedLine(
            line: try LineName(&reader), for: try reader.optionalID("newVariantId"),
            accepted: try reader.optionalInt("accepted", in: 0...Limits.unitsOfOneLine) ?? 0,
            refused: try reader.optionalInt("refused", in: 0...Limits.unitsOfOneLine) ?? 0,
            missing: try reader.optionalInt("missing", in: 0...Limits.unitsOfOneLine) ?? 0,
            note: try reader.optionalString("note"))
        try reader.finish()
        return line
    }
}
