import Events
import Localisation
import Web

/// Which acts of the people who run a shop the audit page shows.
enum AuditFilter: String, CaseIterable, Sendable {
    case people, keys, sessions, settings, policy, personal, data, outside

    /// Kinds of subjects whose events these are.
    var subjects: [String] {
        switch self {
        case .people: ["staff"]
        case .keys: ["key"]
        case .sessions: ["session"]
        case .settings: ["shop"]
        case .policy: ["policy"]
        case .personal: ["personalData"]
        case .data: ["import", "installation"]
        case .outside: ["job", "webhook"]
        }
    }

    func label(_ texts: TextTable) -> String { texts["desk.audit.filter.\(rawValue)"] }
}
