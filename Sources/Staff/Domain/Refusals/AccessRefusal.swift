import Base

/// The caller is known, but may not do this.
public enum AccessRefusal: Refusal, Equatable {
    case permissionMissing(Permission)
    /// A key whose role would let, but that was not given what the call needs beside.
    case scopeMissing(KeyScope)
    /// A role wider than the caller's own was to be given, taken or changed.
    case roleTooWide(Role)

    public var code: String {
        switch self {
        case .permissionMissing: "permissionMissing"
        case .scopeMissing: "scopeMissing"
        case .roleTooWide: "roleTooWide"
        }
    }

    public var kind: RefusalKind { .forbidden }

    public var arguments: [String: String] {
        switch self {
        case .permissionMissing(let permission): ["permission": permission.rawValue]
        case .scopeMissing(let scope): ["scope": scope.rawValue]
        case .roleTooWide(let role): ["role": role.rawValue]
        }
    }
}
