import Hummingbird

extension Router where Context == WebContext {
    /// Answers the methods for which a path has no route: OPTIONS with those that it takes, the others with
    /// `methodNotAllowed` and the same list. Called once, after the last route is added.
    public func refuseOtherMethods() {
        for (path, routes) in Dictionary(grouping: routes, by: \.path.description) {
            let taken = Methods(routes.map(\.method))
            for method in Methods.known where !taken.answers(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in
                    guard method == .options else {
                        throw WebRefusal.methodNotAllowed(allow: taken.allow)
                    }
                    return Response(status: .noContent, headers: [.allow: taken.allow])
                }
            }
        }
    }
}

/// The methods that one address takes.
struct Methods {
    /// Those of RFC 9110 and RFC 5789, and QUERY, which asks with a body.
    static let known: [HTTPRequest.Method] =
        [
            .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
        ] + [query].compactMap { $0 }

    private static let query = HTTPRequest.Method("QUERY")

    private let routed: Set<HTTPRequest.Method>

    init(_ routed: [HTTPRequest.Method]) { self.routed = Set(routed) }

    /// HEAD is answered wherever GET is.
    func answers(_ method: HTTPRequest.Method) -> Bool {
        routed.contains(method) || method == .head && routed.contains(.get)
    }

    /// As the `Allow` header lists them.
    var allow: String {
        Self.known.filter { answers($0) || $0 == .options }.map(\.rawValue).joined(separator: ", ")
    }
}
