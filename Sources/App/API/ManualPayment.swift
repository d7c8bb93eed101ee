import AfterSales
import Base
import Payments
import Storage
import Web

/// What a person records of a payment that they have made, or could not make: any where no provider is connected,
/// otherwise a refund that its provider has refused.
struct ManualPayment {
    let services: Services
    let shop: ShopProfile
    let actor: Actor

    /// - Parameter reference: what a payment past the provider that refused it is found by; needed where one is connected.
    /// - Throws: `outcomeNotManual` where the provider says what came of it; `movementNotRetryable` for a reference where
    ///   nothing was refused; `fieldMissing`.
    func record(
        _ outcome: ManualOutcome, of number: Identifier<Movement>, reason: String, reference: String?,
        _ transaction: Transaction
    ) throws {
        let movement = try services.payments.movement(number, in: shop.id, transaction)
        let isRefused = movement.kind == .refund && movement.state == .failed
        if outcome == .paid, isRefused || services.isPaidByHand, let reference {
            return try services.afterSales.recordHandPayment(
                of: number, reference: reference, by: actor, in: shop, transaction)
        }
        guard services.isPaidByHand else {
            guard outcome == .paid, isRefused else { throw PaymentRefusal.outcomeNotManual }
            throw InputRefusal("fieldMissing", at: "/reference", ["name": "reference"])
        }
        let answer: GatewayAnswer =
            switch outcome {
            case .paid: .succeeded
            case .failed:
                try services.payments.refusedByHand(reason, of: number, in: shop.id, transaction)
            }
        try services.paymentJobs.take(answer, of: number, in: shop.id, transaction)
    }
}
