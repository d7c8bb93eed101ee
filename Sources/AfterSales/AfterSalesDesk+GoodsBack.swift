import Base
import Jobs
import Policies
import Storage

/// Goods that inspection turned down stay the customer's: the shop sends them back.
extension AfterSalesDesk {
    /// The units that inspection turned down are on their way back to the customer.
    /// - Throws: `noGoodsToSendBack` where none were turned down, or they have been sent.
    public func sendRefusedGoods(
        _ id: Identifier<Case>, carrier: String, trackingNumber: String, by taker: StepTaker,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        var record = try load(id, for: taker, in: shop, transaction)
        guard var owed = try goodsBack.find(id, in: shop.id, transaction), owed.sentAt == nil else {
            throw AfterSalesRefusal.noGoodsToSendBack
        }
        owed.sentAt = transaction.now
        try goodsBack.save(owed, of: id, in: shop.id, transaction)
        try jobs.cancelTimer(CaseTimers.goodsBack, on: id.text, of: shop.id, in: transaction)
        let parcel = CaseParcel(
            direction: .refused, carrier: carrier, trackingNumber: trackingNumber, at: transaction.now)
        try parts.insert(parcel, of: id, in: shop.id, transaction)
        if record.state.isClosed { record.isEscalated = false }
        record.version += 1
        guard try cases.update(record, from: record.version - 1, in: shop.id, transaction) else {
            throw AfterSalesRefusal.caseMovedOn(version: record.version)
        }
        try announce(
            "refusedGoodsSent", record, from: record.state, by: taker.actor,
            ["carrier": .string(Carriers.code(of: carrier)), "units": JSONValue(owed.units)], in: shop.id,
            transaction)
        return record
    }

    /// What was sent back of goods that inspection turned down, while the customer can say that it did not come: as long as
    /// a rejection can be answered. Nil while other goods are on their way.
    func refusedGoodsUnderWay(
        _ record: Case, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> GoodsBack? {
        guard record.refusedUnitsThere > 0, record.state != .fulfilling || record.delivery != .underWay,
            let owed = try goodsBack.find(record.id, in: shop.id, transaction), let sent = owed.sentAt,
            try parts.hasRefusedParcel(record.id, in: shop.id, transaction)
        else { return nil }
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        guard let window = pack.deadlines[.rejected] else { return nil }
        return transaction.now <= max(sent, record.closedAt ?? sent) + window.within ? owed : nil
    }

    /// The alarm for goods that were not sent back in time outlives the case's own clock.
    func isGoodsBackLate(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        guard record.refusedUnitsThere > 0 else { return false }
        return try goodsBack.find(record.id, in: shop, transaction).map { $0.isLate && $0.sentAt == nil }
            ?? false
    }

    /// What was sent back has not come: it is owed as before it was sent.
    func oweAgain(
        _ owed: GoodsBack, of before: Case, by taker: StepTaker, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> Case {
        var record = before
        let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
        let anew = GoodsBack(units: owed.units, pack.goodsBack, from: transaction.now)
        try keep(anew, of: record.id, in: shop.id, transaction)
        record.version += 1
        guard try cases.update(record, from: before.version, in: shop.id, transaction) else {
            throw AfterSalesRefusal.caseMovedOn(version: record.version)
        }
        try announce(
            "refusedGoodsMissing", record, from: record.state, by: taker.actor,
            ["due": JSONValue(anew.due), "units": JSONValue(anew.units)], in: shop.id, transaction)
        return record
    }

    /// Keeps what the shop owes in step with what inspection says: begins with units that were turned down, and ends when
    /// they count as accepted after all.
    func followRefusedGoods(
        _ record: Case, before: Case, _ pack: PolicyPack, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard record.refusedUnitsThere != before.refusedUnitsThere else { return }
        guard record.refusedUnitsThere > 0 else {
            try goodsBack.delete(record.id, in: shop, transaction)
            return try jobs.cancelTimer(
                CaseTimers.goodsBack, on: record.id.text, of: shop, in: transaction)
        }
        let sent = try goodsBack.find(record.id, in: shop, transaction).flatMap {
            $0.sentAt == nil ? nil : $0.units
        }
        var owed = GoodsBack(
            units: max(1, record.refusedUnitsThere - (sent ?? 0)), pack.goodsBack, from: transaction.now)
        guard before.state != .awaitingReturn else {
            // What was never sent is with the customer.
            owed.sentAt = transaction.now
            return try goodsBack.save(owed, of: record.id, in: shop, transaction)
        }
        try keep(owed, of: record.id, in: shop, transaction)
    }

    /// A warning; then whoever supervises is told, and the time begins anew.
    func goodsBackStruck(
        _ id: Identifier<Case>, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard var record = try cases.find(id, in: shop.id, transaction),
            var owed = try goodsBack.find(id, in: shop.id, transaction), owed.sentAt == nil
        else { return }
        let isOver = owed.due <= transaction.now
        if isOver {
            let pack = try policies.pack(of: shop, version: record.decision.packVersion, in: transaction)
            owed = owed.renewed(pack.goodsBack, at: transaction.now)
            record.isEscalated = true
            record.version += 1
            _ = try cases.update(record, from: record.version - 1, in: shop.id, transaction)
        } else {
            owed.isWarned = owed.warnAt <= transaction.now
        }
        try keep(owed, of: id, in: shop.id, transaction)
        guard isOver || owed.isWarned else { return }
        try announce(
            isOver ? "refusedGoodsLate" : "refusedGoodsNear", record, from: record.state, by: .system,
            ["due": JSONValue(owed.due), "units": JSONValue(owed.units)], in: shop.id, transaction)
    }

    private func keep(
        _ owed: GoodsBack, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try goodsBack.save(owed, of: id, in: shop, transaction)
        try jobs.setTimer(
            CaseTimers.goodsBack, on: id.text, of: shop, due: owed.nextMoment, in: transaction)
    }
}
