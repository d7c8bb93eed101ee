import Base

/// What can be wrong with a key.
public enum KeyRefusal: Refusal, Equatable {
    case keyNotFound
    case keyNameInvalid
    case keyRoleInvalid(Role)
    case keysTooMany
    case rootKeyInvalid
    /// The root key belongs to the machine's operator and is not revoked like others.
    case rootKeyFixed

    public var code: String {
        switch self {
        case .keyNotFound: "keyNotFound"
        case .keyNameInvalid: "keyNameInvalid"
        case .keyRoleInvalid: "keyRoleInvalid"
        case .keysTooMany: "keysTooMany"
        case .rootKeyInvalid: "rootKeyInvalid"
        case .rootKeyFixed: "rootKeyFixed"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .keyNotFound: .notFound
        case .keyNameInvalid, .rootKeyInvalid: .malformed
        case .keyRoleInvalid: .unprocessable
        case .keysTooMany, .rootKeyFixed: .conflict
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .keyNameInvalid: ["limit": String(NewKey.nameCharacters)]
        case .keyRoleInvalid(let role): ["role": role.rawValue]
        case .keysTooMany: ["limit": String(NewKey.keysOfOneShop)]
        case .rootKeyInvalid:
            ["least": String(KeyText.bytes.lowerBound), "most": String(KeyText.bytes.upperBound)]
        case .keyNotFound, .rootKeyFixed: [:]
        }
    }

    public var field: String? {
        switch self {
        case .keyNameInvalid: "/name"
        case .keyRoleInvalid: "/role"
        case .keyNotFound, .keysTooMany, .rootKeyInvalid, .rootKeyFixed: nil
        }
    }
}
