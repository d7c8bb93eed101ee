import Base
import Customers
import Policies

/// What a person grants.
public struct CaseApproval: Sendable {
    /// Less than was asked for; nil: all of it.
    public let amount: Money?
    public let note: String?
    /// Another method for the money of the case; nil: as asked for.
    public let refundTo: Identifier<PaymentMethod>?
    /// Where these goods go back to; nil: the shop's usual place.
    public let returnAddress: ReturnAddress?

    public init(
        amount: Money? = nil, note: String? = nil, refundTo: Identifier<PaymentMethod>? = nil,
        returnAddress: ReturnAddress? = nil
    ) {
        self.amount = amount
        self.note = note
        self.refundTo = refundTo
        self.returnAddress = returnAddress
    }

    /// What the decision is told by: less than what was asked for is no agreement with the customer.
    func finding(of record: Case, by role: Role) throws -> RuleFinding {
        guard let amount, amount < record.asked else {
            return RuleFinding("approvedByPerson", .allows, ["role": role.rawValue])
        }
        return RuleFinding(
            CasePast.forLessRule, .allows,
            [
                "role": role.rawValue, "amount": amount.digits, "asked": record.asked.digits,
                "currency": amount.currency.code,
            ])
    }
}
