import Base

public enum CustomerRefusal: Refusal, Equatable {
    case customerUnknown
    case searchNeedsCriteria
    /// A written reason that gives away whom it is about.
    case reasonNamesPerson
    /// A card holds less than what is to be paid with it.
    case balanceTooLow(owed: Money, balance: Money, field: String)

    public var code: String {
        switch self {
        case .customerUnknown: "customerUnknown"
        case .searchNeedsCriteria: "searchNeedsCriteria"
        case .reasonNamesPerson: "reasonNamesPerson"
        case .balanceTooLow: "balanceTooLow"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .customerUnknown: .notFound
        case .searchNeedsCriteria: .malformed
        case .reasonNamesPerson, .balanceTooLow: .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .customerUnknown, .searchNeedsCriteria, .reasonNamesPerson: [:]
        case .balanceTooLow(let owed, let balance, _):
            ["owed": owed.description, "balance": balance.description]
        }
    }

    public var field: String? {
        switch self {
        case .balanceTooLow(_, _, let field): field
        case .reasonNamesPerson: "/reason"
        case .customerUnknown, .searchNeedsCriteria: nil
        }
    }
}
