/// An interface and a port to listen on: `127.0.0.1:9464`, `[::1]:9464`.
public struct ListeningAddress: Sendable, Hashable {
    public let host: String
    /// 0 takes a free one.
    public let port: Int

    /// Nil for what is none.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        (self.host, self.port) = (String(host), port)
    }
}
