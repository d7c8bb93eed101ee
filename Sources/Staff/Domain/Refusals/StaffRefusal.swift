import Base

/// What can be wrong with a member of staff and their password.
public enum StaffRefusal: Refusal, Equatable {
    case staffUnknown
    /// The shop has somebody with this e-mail address already.
    case staffExists
    case staffNameInvalid
    case emailInvalid
    /// Platform operators belong to the platform, everybody else to a shop.
    case roleNotForShop(Role)
    /// The shop would be left without an owner.
    case lastOwner
    case staffTooMany
    /// They left so long ago that the address they signed in with is no longer kept.
    case staffForgotten
    case passwordTooShort
    case passwordTooLong
    case passwordIsEmail
    /// The current password, asked for before a change, was wrong.
    case passwordWrong
    /// An authenticator app is in use; it is taken away before another is set up.
    case secondFactorInUse
    /// There is no authenticator app.
    case secondFactorNone
    /// The code is not of the app that is being set up, or in use.
    case secondFactorMismatch

    public var code: String {
        switch self {
        case .staffUnknown: "staffUnknown"
        case .staffExists: "staffExists"
        case .staffNameInvalid: "staffNameInvalid"
        case .emailInvalid: "emailInvalid"
        case .roleNotForShop: "roleNotForShop"
        case .lastOwner: "lastOwner"
        case .staffTooMany: "staffTooMany"
        case .staffForgotten: "staffForgotten"
        case .passwordTooShort: "passwordTooShort"
        case .passwordTooLong: "passwordTooLong"
        case .passwordIsEmail: "passwordIsEmail"
        case .passwordWrong: "passwordWrong"
        case .secondFactorInUse: "secondFactorInUse"
        case .secondFactorNone: "secondFactorNone"
        case .secondFactorMismatch: "secondFactorMismatch"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .staffUnknown: .notFound
        case .staffNameInvalid, .emailInvalid: .malformed
        case .staffExists, .lastOwner, .staffTooMany, .staffForgotten, .secondFactorInUse, .secondFactorNone:
            .conflict
        case .roleNotForShop, .passwordTooShort, .passwordTooLong, .passwordIsEmail, .passwordWrong,
            .secondFactorMismatch:
            .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .staffNameInvalid: ["limit": String(Limits.nameCharacters)]
        case .roleNotForShop(let role): ["role": role.rawValue]
        case .staffTooMany: ["limit": String(NewStaff.membersOfOneShop)]
        case .passwordTooShort: ["least": String(Password.characters.lowerBound)]
        case .passwordTooLong: ["most": String(Password.characters.upperBound)]
        case .staffUnknown, .staffExists, .staffForgotten, .emailInvalid, .lastOwner, .passwordIsEmail,
            .passwordWrong,
            .secondFactorInUse, .secondFactorNone, .secondFactorMismatch:
            [:]
        }
    }

    public var field: String? {
        switch self {
        case .staffExists, .emailInvalid: "/email"
        case .staffNameInvalid: "/name"
        case .roleNotForShop: "/role"
        case .passwordTooShort, .passwordTooLong, .passwordIsEmail: "/password"
        case .passwordWrong: "/currentPassword"
        case .secondFactorMismatch: "/code"
        case .staffUnknown, .staffForgotten, .lastOwner, .staffTooMany, .secondFactorInUse, .secondFactorNone:
            nil
        }
    }
}
