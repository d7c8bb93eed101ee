import Base
import Policies

public enum AfterSalesRefusal: Refusal, Equatable {
    case caseUnknown
    case notInThisState(state: CaseState, event: String)
    case caseMovedOn(version: Int)
    case reasonUnknown(reasons: String)
    case lineUnknown(id: String)
    case lineTwice(id: String)
    /// With the goods as the order names them.
    case unitsTaken(id: String, goods: String, left: Int)
    /// Of a case that was closed: what it is about has another case since.
    case unitsInOtherCase(id: String)
    case newVariantMissing(id: String)
    case newVariantUnavailable(id: String)
    case newVariantOfOtherProduct(id: String)
    case refundMethodUnknown
    case refundMethodNotAllowed
    case balanceTooLow(owed: Money, balance: Money)
    case fileUnknown(id: String)
    case tooManyFiles(limit: Int)
    case offerUnknown
    case offerNotOpen
    case offerNeedsAmount
    /// Goods for goods, or everything back for everything: there is no sum to name.
    case offerTakesNoAmount
    /// Nothing was paid, or all of it has gone back: an approval would pay zero.
    case nothingToGrant
    case offerAboveAsked(most: String)
    /// What was offered has gone back another way since.
    case offerAboveLeft(left: String)
    case offerNotYours
    /// The law gives the customer that already.
    case offerStands
    case tooManyOffers(limit: Int)
    case grantAboveLimit(limit: String)
    case amountAboveAsked(most: String)
    case inspectionIncomplete(id: String)
    case notForThisKind(kind: CaseKind)
    case rulingNeedsAmount
    case complaintUnknown
    case complaintClosed
    case complaintUnanswered
    case remedyOutsideTable(most: String)
    case remedyTakesNoAmount
    /// Goods and money belong to an order, and the complaint names none.
    case remedyNeedsOrder
    /// Goods are sent again after they were sent once.
    case remedyBeforeSending
    /// The case was refused too long ago.
    case disputeTooLate
    case tooManyCases(limit: Int)
    case differenceUnpaid(amount: String)
    case nothingUnpaid
    case noGoodsToSendBack
    case moneyStillLeft

    public var code: String {
        switch self {
        case .caseUnknown: "caseUnknown"
        case .notInThisState: "notInThisState"
        case .caseMovedOn: "caseMovedOn"
        case .reasonUnknown: "reasonUnknown"
        case .lineUnknown: "lineUnknown"
        case .lineTwice: "lineTwice"
        case .unitsTaken: "unitsTaken"
        case .unitsInOtherCase: "unitsInOtherCase"
        case .newVariantMissing: "newVariantMissing"
        case .newVariantUnavailable: "newVariantUnavailable"
        case .newVariantOfOtherProduct: "newVariantOfOtherProduct"
        case .refundMethodUnknown: "refundMethodUnknown"
        case .refundMethodNotAllowed: "refundMethodNotAllowed"
        case .balanceTooLow: "balanceTooLow"
        case .fileUnknown: "fileUnknown"
        case .tooManyFiles: "tooManyFiles"
        case .offerUnknown: "offerUnknown"
        case .offerNotOpen: "offerNotOpen"
        case .offerNeedsAmount: "offerNeedsAmount"
        case .offerTakesNoAmount: "offerTakesNoAmount"
        case .nothingToGrant: "nothingToGrant"
        case .offerAboveAsked: "offerAboveAsked"
        case .offerAboveLeft: "offerAboveLeft"
        case .offerNotYours: "offerNotYours"
        case .offerStands: "offerStands"
        case .tooManyOffers: "tooManyOffers"
        case .grantAboveLimit: "grantAboveLimit"
        case .amountAboveAsked: "amountAboveAsked"
        case .inspectionIncomplete: "inspectionIncomplete"
        case .notForThisKind: "notForThisKind"
        case .rulingNeedsAmount: "rulingNeedsAmount"
        case .complaintUnknown: "complaintUnknown"
        case .complaintClosed: "complaintClosed"
        case .complaintUnanswered: "complaintUnanswered"
        case .remedyOutsideTable: "remedyOutsideTable"
        case .remedyTakesNoAmount: "remedyTakesNoAmount"
        case .remedyNeedsOrder: "remedyNeedsOrder"
        case .remedyBeforeSending: "remedyBeforeSending"
        case .disputeTooLate: "disputeTooLate"
        case .tooManyCases: "tooManyCases"
        case .differenceUnpaid: "differenceUnpaid"
        case .nothingUnpaid: "nothingUnpaid"
        case .noGoodsToSendBack: "noGoodsToSendBack"
        case .moneyStillLeft: "moneyStillLeft"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .caseUnknown, .offerUnknown, .complaintUnknown: .notFound
        case .notInThisState, .unitsInOtherCase, .caseMovedOn, .offerNotOpen, .offerStands, .offerAboveLeft,
            .complaintClosed,
            .complaintUnanswered,
            .tooManyOffers,
            .tooManyCases, .differenceUnpaid, .nothingUnpaid, .noGoodsToSendBack,
            .moneyStillLeft, .remedyBeforeSending, .disputeTooLate:
            .conflict
        case .grantAboveLimit, .offerNotYours: .forbidden
        case .reasonUnknown, .lineUnknown, .lineTwice, .unitsTaken, .newVariantMissing,
            .newVariantUnavailable,
            .newVariantOfOtherProduct, .refundMethodUnknown, .refundMethodNotAllowed, .balanceTooLow,
            .fileUnknown,
            .tooManyFiles, .offerNeedsAmount, .offerTakesNoAmount, .nothingToGrant, .offerAboveAsked,
            .amountAboveAsked,
            .inspectionIncomplete,
            .notForThisKind, .rulingNeedsAmount, .remedyOutsideTable, .remedyTakesNoAmount,
            .remedyNeedsOrder:
            .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .notInThisState(let state, let event): ["state": state.rawValue, "event": event]
        case .caseMovedOn(let version): ["version": String(version)]
        case .reasonUnknown(let reasons): ["reasons": reasons]
        case .lineUnknown(let id), .lineTwice(let id), .newVariantMissing(let id),
            .newVariantUnavailable(let id),
            .newVariantOfOtherProduct(let id), .fileUnknown(let id), .inspectionIncomplete(let id),
            .unitsInOtherCase(let id):
            ["id": id]
        case .unitsTaken(let id, let goods, let left): ["id": id, "goods": goods, "left": String(left)]
        case .tooManyFiles(let limit), .tooManyOffers(let limit), .tooManyCases(let limit):
            ["limit": String(limit)]
        case .offerAboveAsked(let most), .amountAboveAsked(let most), .remedyOutsideTable(let most):
            ["most": most]
        case .grantAboveLimit(let limit): ["limit": limit]
        case .offerAboveLeft(let left): ["left": left]
        case .balanceTooLow(let owed, let balance):
            ["owed": owed.description, "balance": balance.description]
        case .differenceUnpaid(let amount): ["amount": amount]
        case .notForThisKind(let kind): ["kind": kind.rawValue]
        case .caseUnknown, .refundMethodUnknown, .refundMethodNotAllowed, .offerUnknown,
            .offerNotOpen,
            .offerNeedsAmount, .offerTakesNoAmount, .nothingToGrant, .offerNotYours, .offerStands,
            .rulingNeedsAmount,
            .remedyTakesNoAmount,
            .remedyNeedsOrder,
            .complaintUnknown, .complaintClosed, .complaintUnanswered, .nothingUnpaid,
            .noGoodsToSendBack, .moneyStillLeft, .remedyBeforeSending, .disputeTooLate:
            [:]
        }
    }

    public var field: String? {
        switch self {
        case .reasonUnknown: "/reason"
        case .lineUnknown, .lineTwice, .unitsTaken, .newVariantMissing, .newVariantUnavailable,
            .newVariantOfOtherProduct, .inspectionIncomplete:
            "/lines"
        case .refundMethodUnknown, .refundMethodNotAllowed, .balanceTooLow: "/refundTo"
        case .fileUnknown, .tooManyFiles: "/evidence"
        case .offerNeedsAmount, .offerTakesNoAmount, .nothingToGrant, .offerAboveAsked, .amountAboveAsked,
            .rulingNeedsAmount,
            .remedyOutsideTable,
            .remedyTakesNoAmount:
            "/amount"
        case .caseUnknown, .unitsInOtherCase, .notInThisState, .caseMovedOn, .offerUnknown, .offerNotOpen,
            .offerNotYours, .offerStands, .offerAboveLeft,
            .tooManyOffers,
            .grantAboveLimit, .notForThisKind, .remedyNeedsOrder, .complaintUnknown, .complaintClosed,
            .complaintUnanswered, .tooManyCases, .differenceUnpaid, .nothingUnpaid, .noGoodsToSendBack,
            .moneyStillLeft, .remedyBeforeSending, .disputeTooLate:
            nil
        }
    }
}
