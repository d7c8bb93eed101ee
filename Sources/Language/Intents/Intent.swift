/// What a customer of a shop wants with a message.
public enum Intent: String, Sendable, CaseIterable {
    case trackLogistics, urgeShipping, changeAddress, changeItems, cancelOrder
    case refundRequest, returnGoods, exchangeGoods, repairWarranty, refundProgress
    case missingOrWrongItem, damagedOrQuality, invoice, priceProtection, couponPromotion
    case stock, productSpec, sizeAdvice, howToUse, paymentProblem
    case complaint, humanAgent, greeting, thanksBye, affirm, deny
    /// Something else, or nothing that one could act on.
    case other

    /// Whether it only accompanies what somebody wants: "hello", "thanks", "ok".
    public var isCourtesy: Bool {
        switch self {
        case .greeting, .thanksBye, .affirm, .deny, .other: true
        case .trackLogistics, .urgeShipping, .changeAddress, .changeItems, .cancelOrder, .refundRequest,
            .returnGoods,
            .exchangeGoods, .repairWarranty, .refundProgress, .missingOrWrongItem, .damagedOrQuality,
            .invoice,
            .priceProtection, .couponPromotion, .stock, .productSpec, .sizeAdvice, .howToUse, .paymentProblem,
            .complaint, .humanAgent:
            false
        }
    }
}
