import Base

public enum PaymentRefusal: Refusal, Equatable {
    case movementUnknown
    case movementNotRetryable(state: String)
    case refundAboveLeft(left: String)
    case outcomeNotManual

    public var code: String {
        switch self {
        case .movementUnknown: "movementUnknown"
        case .movementNotRetryable: "movementNotRetryable"
        case .refundAboveLeft: "refundAboveLeft"
        case .outcomeNotManual: "outcomeNotManual"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .movementUnknown: .notFound
        case .movementNotRetryable, .outcomeNotManual: .conflict
        case .refundAboveLeft: .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .movementUnknown, .outcomeNotManual: [:]
        case .movementNotRetryable(let state): ["state": state]
        case .refundAboveLeft(let left): ["left": left]
        }
    }
}
