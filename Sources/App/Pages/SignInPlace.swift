import Hummingbird
import Web

/// Where a browser goes that asks for a page without being signed in, and where it goes on to afterwards.
enum SignInPlace {
    static func of(_ request: Request) -> String? {
        let parts = request.uri.path.split(separator: "/")
        guard request.method == .get, parts.count >= 2, parts.last != "sign-in" else { return nil }
        switch parts[0] {
        case "s": return QueryText.address("/s/\(parts[1])/sign-in", ["to": wanted(request, parts)])
        case "desk": return "/desk/\(parts[1])/sign-in"
        default: return nil
        }
    }

    /// What a form or link asks to go on to, when it is a page below `base`.
    static func next(_ to: String?, below base: String) -> String? {
        let path = LocalPath.safe(to)
        let parts = path.split(separator: "?")[0].split(separator: "/")
        return path.hasPrefix(base + "/") && !parts.contains("..") ? path : nil
    }

    /// The page that was asked for; nil for the list of orders, since that is where signing in leads by itself.
    private static func wanted(_ request: Request, _ parts: [Substring]) -> String? {
        parts.count > 3 || parts.count == 3 && parts[2] != "orders" ? request.uri.string : nil
    }
}
