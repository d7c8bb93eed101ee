import Base

public enum OrderRefusal: Refusal, Equatable {
    case orderUnknown
    case orderUnknownInBody
    case productUnknown
    case changeNotOffered(kind: String)
    case changeTooLate(status: String)
    case changeLocked
    case changeOnlyOnce(times: Int)
    case changeReasonNotAllowed(reasons: String)
    case orderMovedOn(version: Int)
    case methodUnknown
    case methodSame
    case paymentsNotSingle(count: Int)
    case balanceTooLow(owed: Money, balance: Money)
    case lineUnknown(id: String)
    case lineTwice(id: String)
    case lineAmbiguous(id: String)
    case unitsNotThere(id: String, there: Int)
    case variantUnavailable(id: String)
    case variantOfOtherProduct(id: String)
    case nothingToChange
    case undoNotPossible
    case chargeUnderWay
    case chargeFailed
    case caseUnderWay(id: String)
    case nothingStrayed

    public var code: String {
        switch self {
        case .orderUnknown, .orderUnknownInBody: "orderUnknown"
        case .productUnknown: "productUnknown"
        case .changeNotOffered: "changeNotOffered"
        case .changeTooLate: "changeTooLate"
        case .changeLocked: "changeLocked"
        case .changeOnlyOnce: "changeOnlyOnce"
        case .changeReasonNotAllowed: "changeReasonNotAllowed"
        case .orderMovedOn: "orderMovedOn"
        case .methodUnknown: "methodUnknown"
        case .methodSame: "methodSame"
        case .paymentsNotSingle: "paymentsNotSingle"
        case .balanceTooLow: "balanceTooLow"
        case .lineUnknown: "lineUnknown"
        case .lineTwice: "lineTwice"
        case .lineAmbiguous: "lineAmbiguous"
        case .unitsNotThere: "unitsNotThere"
        case .variantUnavailable: "variantUnavailable"
        case .variantOfOtherProduct: "variantOfOtherProduct"
        case .nothingToChange: "nothingToChange"
        case .undoNotPossible: "undoNotPossible"
        case .chargeUnderWay: "chargeUnderWay"
        case .chargeFailed: "chargeFailed"
        case .caseUnderWay: "caseUnderWay"
        case .nothingStrayed: "nothingStrayed"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .orderUnknown, .productUnknown: .notFound
        case .changeTooLate, .changeLocked, .changeOnlyOnce, .orderMovedOn, .paymentsNotSingle,
            .undoNotPossible, .chargeUnderWay, .chargeFailed, .caseUnderWay, .nothingStrayed:
            .conflict
        case .orderUnknownInBody, .changeNotOffered, .changeReasonNotAllowed, .methodUnknown, .methodSame,
            .balanceTooLow, .lineUnknown, .lineTwice, .lineAmbiguous,
            .unitsNotThere, .variantUnavailable, .variantOfOtherProduct, .nothingToChange:
            .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .orderUnknown, .orderUnknownInBody, .productUnknown, .changeLocked, .methodUnknown, .methodSame,
            .nothingToChange,
            .undoNotPossible, .chargeUnderWay, .chargeFailed, .nothingStrayed:
            [:]
        case .balanceTooLow(let owed, let balance):
            ["owed": owed.description, "balance": balance.description]
        case .changeNotOffered(let kind): ["kind": kind]
        case .changeTooLate(let status): ["status": status]
        case .changeOnlyOnce(let times): ["times": String(times)]
        case .changeReasonNotAllowed(let reasons): ["reasons": reasons]
        case .orderMovedOn(let version): ["version": String(version)]
        case .paymentsNotSingle(let count): ["count": String(count)]
        case .lineUnknown(let id), .lineTwice(let id), .lineAmbiguous(let id), .variantUnavailable(let id),
            .variantOfOtherProduct(let id), .caseUnderWay(let id):
            ["id": id]
        case .unitsNotThere(let id, let there): ["id": id, "there": String(there)]
        }
    }

    public var field: String? {
        switch self {
        case .changeReasonNotAllowed: "/reason"
        case .methodUnknown, .methodSame, .balanceTooLow: "/methodId"
        case .lineUnknown, .lineTwice, .lineAmbiguous, .unitsNotThere, .variantUnavailable,
            .variantOfOtherProduct:
            "/lines"
        case .orderUnknownInBody: "/orderId"
        case .orderUnknown, .productUnknown, .changeNotOffered, .changeTooLate, .changeLocked,
            .changeOnlyOnce, .orderMovedOn,
            .paymentsNotSingle, .nothingToChange, .undoNotPossible, .chargeUnderWay, .chargeFailed,
            .caseUnderWay, .nothingStrayed:
            nil
        }
    }
}
