import AfterSales
import Base
import Orders
import Payments
import Storage

extension Services {
    /// Takes back a charge that failed, with what it was for: a change of the order, or the difference of an exchange,
    /// which is then decided anew.
    /// - Throws: `undoNotPossible`, `movementNotRetryable`, `balanceTooLow`, `nothingUnpaid`.
    func takeBack(
        _ charge: Movement, by taker: StepTaker, in shop: ShopProfile, _ transaction: Transaction
    ) throws {
        guard let caseID = charge.caseID else {
            _ = try orders.undoCharge(charge.number, by: taker.actor, in: shop, transaction)
            return
        }
        guard charge.state == .failed else {
            throw PaymentRefusal.movementNotRetryable(state: charge.state.rawValue)
        }
        _ = try afterSales.giveUpDifference(
            Identifier(caseID), then: .review, note: nil, by: taker, in: shop, transaction)
    }
}
