import Base
import Hummingbird

/// Which language a reader gets: what they chose on a page, or else what their browser or program asks for.
public enum ReaderLanguage {
    static let cookieName = "huitou_language"

    public static func of(_ request: Request) -> Language {
        if let chosen = cookie.token(in: request).flatMap({ Language(rawValue: $0) }) { return chosen }
        return Language(accepting: request.headers[.acceptLanguage] ?? "")
    }

    /// The `Set-Cookie` header that keeps a choice for a year.
    public static func choosing(_ language: Language, for request: Request) -> String {
        cookie.setting(language.rawValue, for: request)
    }

    private static let cookie = SessionCookie(name: cookieName, path: "/", lasting: .days(365))
}
