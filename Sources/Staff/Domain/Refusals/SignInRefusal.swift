import Base

/// Why somebody is not let in. Answers never tell whether an account or an order exists.
public enum SignInRefusal: Refusal, Equatable {
    /// Unknown account, wrong password, no password yet, or no longer active.
    case signInFailed
    case signInThrottled(waitSeconds: Int)
    /// Too many people are signing in at this moment.
    case signInBusy
    case codesTooMany(waitSeconds: Int)
    /// Wrong, used, or never asked for.
    case codeWrong
    /// Tried too often or too old: only a new one helps. The same whether there is such an order or not.
    case codeSpent
    /// The shop has no way to send messages.
    case codesUnavailable
    case linkInvalid
    case linkExpired
    case linkUsed
    /// Neither the code of the app nor one for a lost telephone.
    case secondFactorWrong
    /// The password was typed too long ago: it is asked for again.
    case signInTooLate
    case sessionUnknown

    public var code: String {
        switch self {
        case .signInFailed: "signInFailed"
        case .signInThrottled: "signInThrottled"
        case .signInBusy: "signInBusy"
        case .codesTooMany: "codesTooMany"
        case .codeWrong: "codeWrong"
        case .codeSpent: "codeSpent"
        case .codesUnavailable: "codesUnavailable"
        case .linkInvalid: "linkInvalid"
        case .linkExpired: "linkExpired"
        case .linkUsed: "linkUsed"
        case .secondFactorWrong: "secondFactorWrong"
        case .signInTooLate: "signInTooLate"
        case .sessionUnknown: "sessionUnknown"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .signInFailed, .codeWrong, .codeSpent, .linkInvalid, .linkExpired, .linkUsed, .secondFactorWrong,
            .signInTooLate:
            .unauthenticated
        case .sessionUnknown: .notFound
        case .signInThrottled(let seconds), .codesTooMany(let seconds): .tooMany(retryAfterSeconds: seconds)
        case .signInBusy: .busy(retryAfterSeconds: 5)
        case .codesUnavailable: .conflict
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .signInThrottled(let seconds), .codesTooMany(let seconds):
            ["seconds": String(seconds), "minutes": String((seconds + 59) / 60)]
        case .signInFailed, .signInBusy, .codeWrong, .codeSpent, .codesUnavailable, .linkInvalid,
            .linkExpired, .linkUsed,
            .secondFactorWrong, .signInTooLate, .sessionUnknown:
            [:]
        }
    }
}
