import Base
import Policies
import Storage

/// Offers and counter-offers. Either side proposes; the other accepts with one call.
extension AfterSalesDesk {
    /// Of what the law gives already, a customer's proposal is the choice, and a shop's is refused.
    /// - Throws: `offerStands`; `offerNeedsAmount`, `offerTakesNoAmount`, `offerAboveAsked`, `nothingToGrant`, `grantAboveLimit` for the shop, `tooManyOffers`;
    ///   `notForThisKind` for money back where goods come back for something else, or for none; `nothingToGrant` for new
    ///   goods where all that the old ones cost has gone back.
    public func offer(
        _ kind: OfferKind, amount: Money?, note: String?, on id: Identifier<Case>, by taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        if taker.isCustomer,
            let record = try cases.find(id, in: shop.id, transaction), record.mayChoose,
            let standing = try open(on: record, in: shop, transaction)
                .first(where: { $0.kind == kind && !$0.isByCustomer && $0.amount == nil })
        {
            return try acceptOffer(standing.number, on: id, by: taker, in: shop, transaction)
        }
        let isProvisional = taker.actor == .system
        let event: CaseEvent =
            taker.isCustomer ? .countered : isProvisional ? .offeredProvisionally : .offered
        let detail: JSONValue = .object([
            "kind": .string(kind.rawValue), "amount": amount.map { JSONValue($0) },
            "provisional": isProvisional ? .some(true) : nil,
        ])
        return try step(event, of: id, by: taker, in: shop, transaction, detail: detail) { record, pack in
            let earlier = try parts.offers(of: record, in: shop.id, transaction)
            guard earlier.count < Limits.offersOfOneCase else {
                throw AfterSalesRefusal.tooManyOffers(limit: Limits.offersOfOneCase)
            }
            try check(kind, amount, record, pack, taker, in: shop, transaction)
            for side in [OfferSide.customer, .shop] {
                try parts.closeOpenOffers(as: .replaced, by: side, of: id, in: shop.id, transaction)
            }
            guard try open(on: record, in: shop, transaction).allSatisfy({ $0.kind != kind }) else {
                throw AfterSalesRefusal.offerStands
            }
            try parts.insert(
                Offer(
                    number: (earlier.last?.number ?? 0) + 1, kind: kind,
                    amount: kind.needsAmount ? amount : nil,
                    note: note, by: taker.actor, at: transaction.now, state: .open,
                    role: taker.grantingRole),
                gives: givenAway(by: kind, amount, record, pack, shop), of: record, in: shop.id, transaction)
            // What the platform is to decide on stays as it was decided, and what is granted stays granted.
            guard !taker.isCustomer, record.state != .disputed, record.state != .fulfilling else { return }
            let finding = RuleFinding(
                taker.actor == .system ? "promiseProvisional" : CasePast.offerRule, .offers,
                ["kind": kind.rawValue, "amount": amount?.digits ?? "", "currency": record.currency.code])
            decided(&record, .offer, finding, by: taker, at: transaction.now)
        }
    }

    /// Accepts the open offer of the other side; what was agreed is carried out in the same transaction.
    /// - Throws: `offerUnknown`, `offerNotOpen`, `offerNotYours`, `offerAboveLeft`; `chargeUnderWay` while an exchange's
    ///   difference is being collected; `grantAboveLimit` for the shop.
    public func acceptOffer(
        _ number: Int, on id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        let offer = try answerable(number, on: id, by: taker, in: shop, transaction)
        return try step(
            .offerAccepted(offer.kind), of: id, by: taker, in: shop, transaction,
            detail: ["kind": .string(offer.kind.rawValue), "number": JSONValue(number)]
        ) { record, pack in
            if !taker.isCustomer {
                try check(offer.kind, offer.amount, record, pack, taker, in: shop, transaction)
            }
            try checkLeft(offer, record, pack, in: shop.id, transaction)
            try noteGrant(
                givenAway(by: offer.kind, offer.amount, record, pack, shop),
                by: offer.isByCustomer ? taker.grantingRole : offer.role, in: record, shop.id, transaction)
            if offer.kind == .returnRefund { record.acceptReturned(by: .offerAccepted(.returnRefund)) }
            // Where others of its goods are owed new ones, the agreement is about those.
            if offer.kind == .replacement, !record.owesForGoods,
                try !isSentBack(record, in: shop.id, transaction)
            {
                record.keepTurnedDown()
            }
            record.agreed = try agreed(on: offer, record, pack, in: shop.id, transaction)
            record.agreedToCredit = offer.kind == .storeCredit
            try parts.close(number, as: .accepted, of: id, in: shop.id, transaction)
            try parts.closeOpenOffers(as: .replaced, of: id, in: shop.id, transaction)
            // What both sides agreed on is granted, whoever proposed it. Who keeps the goods has all of them again.
            let settled =
                CaseEvent.offerAccepted(offer.kind).keepsGoods
                ? record.lines.reduce(0) { $0 + $1.quantity } : record.refusedUnits
            let finding = RuleFinding(
                taker.isCustomer ? "offerAccepted" : "counterAccepted", .allows,
                ["kind": offer.kind.rawValue, CasePast.turnedDownFact: settled == 0 ? "" : String(settled)])
            decided(&record, .approve, finding, by: taker, at: transaction.now)
        }
    }

    /// For goods that come back, what has not gone back for them; of what the law gives, what is left of it.
    private func agreed(
        on offer: Offer, _ record: Case, _ pack: PolicyPack, in shop: ShopID, _ transaction: Transaction
    ) throws -> Money? {
        guard offer.kind == .returnRefund else { return offer.amount }
        guard record.mayChoose else { return record.takenUnpaid }
        return try min(record.takenUnpaid, left(record, pack, in: shop, transaction))
    }

    /// - Throws: `offerUnknown`, `offerNotOpen`, `offerNotYours`.
    public func declineOffer(
        _ number: Int, on id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        _ = try answerable(number, on: id, by: taker, in: shop, transaction)
        guard taker.isCustomer else {
            return try declineCounter(on: id, by: taker, in: shop, transaction)
        }
        let isLast =
            try open(on: load(id, for: taker, in: shop, transaction), in: shop, transaction).count == 1
        guard isLast else {
            // Of several offers one is left out; the others stay.
            try parts.close(number, as: .declined, of: id, in: shop.id, transaction)
            let record = try load(id, for: taker, in: shop, transaction)
            try announce(
                "offerLeftOut", record, from: record.state, by: taker.actor, [:], in: shop.id, transaction)
            return record
        }
        return try step(.offerDeclined, of: id, by: taker, in: shop, transaction) { _, _ in
            try parts.closeOpenOffers(as: .declined, of: id, in: shop.id, transaction)
        }
    }

    /// The customer's proposal falls; the case stays in the shop's review, whose silence is about what was asked for again.
    private func declineCounter(
        on id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        try parts.closeOpenOffers(as: .declined, by: .customer, of: id, in: shop.id, transaction)
        var record = try load(id, for: taker, in: shop, transaction)
        if record.state == .reviewing, record.deadline != nil {
            let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
            try askSilence(&record, pack, in: shop, transaction)
        }
        record.version += 1
        guard try cases.update(record, from: record.version - 1, in: shop.id, transaction) else {
            throw AfterSalesRefusal.caseMovedOn(version: record.version)
        }
        try announce(
            "counterDeclined", record, from: record.state, by: taker.actor, [:], in: shop.id, transaction)
        return record
    }

    private func open(
        on record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> [Offer] {
        try parts.offers(of: record, in: shop.id, transaction).filter { $0.state == .open }
    }

    private func answerable(
        _ number: Int, on id: Identifier<Case>, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Offer {
        let record = try load(id, for: taker, in: shop, transaction)
        let offers = try parts.offers(of: record, in: shop.id, transaction)
        guard let offer = offers.first(where: { $0.number == number }) else {
            throw AfterSalesRefusal.offerUnknown
        }
        guard offer.state == .open else { throw AfterSalesRefusal.offerNotOpen }
        guard offer.isByCustomer != taker.isCustomer else { throw AfterSalesRefusal.offerNotYours }
        return offer
    }

    private func check(
        _ kind: OfferKind, _ amount: Money?, _ record: Case, _ pack: PolicyPack, _ taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard OfferKind.fitting(record.kind).contains(kind) else {
            throw AfterSalesRefusal.notForThisKind(kind: record.kind)
        }
        if kind == .replacement, !record.paysOnTop, record.lines.allSatisfy(\.isPaidWhole) {
            throw AfterSalesRefusal.nothingToGrant
        }
        // What has not left cannot come back.
        if kind == .returnRefund, try record.facts.read().orderStatus.isBeforeShipping {
            throw AfterSalesRefusal.notForThisKind(kind: record.kind)
        }
        // While the goods still have to come back, they come back for what the case is about.
        if kind == .returnRefund, record.kind == .exchange || record.kind == .repair,
            record.goods != .accepted
        {
            throw AfterSalesRefusal.notForThisKind(kind: record.kind)
        }
        if kind == .returnRefund, try !record.facts.read().paid.isPositive {
            throw AfterSalesRefusal.nothingToGrant
        }
        guard kind.needsAmount else {
            guard amount == nil else { throw AfterSalesRefusal.offerTakesNoAmount }
            let given = try givenAway(by: kind, nil, record, pack, shop)
            return try checkLimit(given, record, pack, taker, in: shop, transaction)
        }
        guard let amount, amount.isPositive else { throw AfterSalesRefusal.offerNeedsAmount }
        let most = try promisable(record, pack, in: shop.id, transaction)
        guard amount <= most else {
            throw AfterSalesRefusal.offerAboveAsked(most: most.description)
        }
        try checkLimit(amount, record, pack, taker, in: shop, transaction)
    }
}
