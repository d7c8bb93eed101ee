import Base

/// Why a pack is not installed, found or published. A text that is no pack is refused by `PackRefusal`.
public enum PolicyRefusal: Refusal, Equatable {
    /// No shipped pack has the name.
    case policyUnknownPack(name: String)
    /// The shop has a policy; a further pack comes in as a draft.
    case policyAlreadyInstalled
    /// The shop has no policy.
    case policyNotInstalled
    case policyUnknownVersion(version: Int)
    /// Nothing has been saved since the last publication, so that there is nothing to publish or try.
    case policyNoDraft
    /// The same, to somebody who asks for the draft itself.
    case policyDraftUnknown

    public var code: String {
        switch self {
        case .policyUnknownPack: "policyUnknownPack"
        case .policyAlreadyInstalled: "policyAlreadyInstalled"
        case .policyNotInstalled: "policyNotInstalled"
        case .policyUnknownVersion: "policyUnknownVersion"
        case .policyNoDraft, .policyDraftUnknown: "policyNoDraft"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .policyUnknownPack: .unprocessable
        case .policyAlreadyInstalled, .policyNoDraft: .conflict
        case .policyNotInstalled, .policyUnknownVersion, .policyDraftUnknown: .notFound
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .policyUnknownPack(let name):
            ["name": String(name.prefix(60)), "known": ShippedPacks.names.joined(separator: ", ")]
        case .policyUnknownVersion(let version): ["version": String(version)]
        case .policyAlreadyInstalled, .policyNotInstalled, .policyNoDraft, .policyDraftUnknown: [:]
        }
    }

    public var field: String? {
        switch self {
        case .policyUnknownPack: "/policy"
        case .policyAlreadyInstalled, .policyNotInstalled, .policyUnknownVersion, .policyNoDraft,
            .policyDraftUnknown:
            nil
        }
    }
}

/// What must not happen: the installation or the database is not as this program left it.
public enum PolicyFailure: Error, Equatable {
    /// A shipped pack is not among the program's resources.
    case packLost(name: String)
    /// A stored pack, which was valid when it was published, can no longer be read.
    case packUnreadable(shop: ShopID, version: Int, faults: [PackFault])
}
