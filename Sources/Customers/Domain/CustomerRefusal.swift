import Base

public enum CustomerRefusal: Refusal, Equatable {
    case customerUnknown
    case searchNeedsCriteria
    /// Several people have this name at this postal code; ask for an e-mail address or a phone number.
    case balanceTooLow(field: String)

    public var code: String {
        switch self {
        case .customerUnknown: "customerUnknown"
        case .searchNeedsCriteria: "searchNeedsCriteria"
        case .balanceTooLow: "balanceTooLow"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .customerUnknown: .notFound
        case .searchNeedsCriteria: .malformed
        case .balanceTooLow: .unprocessable
        }
    }

    public var field: String? { if case .balanceTooLow(let field) = self { field } else { nil } }
}
