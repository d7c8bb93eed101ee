import Hummingbird
import Web

/// Where somebody who is not signed in goes on: the sign-in page of the shop whose page was asked for.
enum SignInPlace {
    static func of(_ request: Request) -> String? {
        let parts = request.uri.path.split(separator: "/")
        guard request.method == .get, parts.count >= 2, parts.last != "sign-in" else { return nil }
        switch parts[0] {
        case "s": return "/s/\(parts[1])/sign-in"
        case "desk": return "/desk/\(parts[1])/sign-in"
        default: return nil
        }
    }
}
