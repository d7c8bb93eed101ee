import Base

/// Who sent a request, before anybody asks what they may do.
public enum Caller: Sendable {
    case nobody
    /// A key was sent that no shop knows.
    case unknownKey
    case key(Principal)
    /// A browser with a session cookie; the token seals its forms.
    case session(Principal, token: String)
    /// A browser whose person must set up a second factor before anything else.
    case unfinished(Principal, token: String)
    /// Somebody at the chat on a shop's site. They reach their own thread, and are nobody for everything else.
    case visitor(Principal)

    public var principal: Principal? {
        switch self {
        case .nobody, .unknownKey, .unfinished, .visitor: nil
        case .key(let principal), .session(let principal, _): principal
        }
    }
}
