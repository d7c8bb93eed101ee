import Base
import Hummingbird

/// `GET /language/:tag?to=/path` keeps a reader's choice in a cookie and goes back.
public enum LanguageChoice {
    /// - Throws: `WebRefusal.routeUnknown` for a language that there is not.
    @Sendable public static func response(_ request: Request, _ context: WebContext) throws -> Response {
        guard let language = context.parameters.get("tag").flatMap({ Language(rawValue: $0) }) else {
            throw WebRefusal.routeUnknown
        }
        var response = Response.seeOther(LocalPath.safe(try Query(request)["to"]))
        response.headers[.setCookie] = ReaderLanguage.choosing(language, for: request)
        return response
    }
}

/// Addresses that a link or form may send a browser back to.
public enum LocalPath {
    /// The path itself when it stays on this site, or else the start page.
    public static func safe(_ path: String?) -> String {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.count <= 2_000,
            !path.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") })
        else { return "/" }
        return path
    }
}
