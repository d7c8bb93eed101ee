import CLibPQ
import Foundation

/// What an operator says about the server, with what they left open filled in.
struct ConnectionString {
    private let words: [(name: String, value: String)]

    /// Where nothing is said: the host that takes writes, a quick no from one that is away, and the end of a silent
    /// connection within seconds.
    private static let otherwise = [
        ("target_session_attrs", "read-write"), ("connect_timeout", "3"), ("application_name", "huitou"),
        ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "10000"),
    ]

    /// - Throws: a fault that does not repeat the text, which may hold a password.
    init(_ text: String) throws {
        guard let options = PQconninfoParse(text, nil) else {
            throw PostgreSQLFault.lost("the connection string cannot be read")
        }
        defer { PQconninfoFree(options) }
        var (words, option): ([(String, String)], UnsafeMutablePointer<PQconninfoOption>) = ([], options)
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                words.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
        for (name, value) in Self.otherwise where !words.contains(where: { $0.0 == name }) {
            words.append((name, value))
        }
        self.words = words
    }

    /// - Throws: `PostgreSQLFault` when no fitting server answers.
    func connect() throws -> OpaquePointer {
        let handle = Self.with(words) { PQconnectdbParams($0, $1, 0) }
        guard let handle, PQstatus(handle) == CONNECTION_OK else {
            let reason = PQerrorMessage(handle).map { String(cString: $0) } ?? "no memory"
            PQfinish(handle)
            throw PostgreSQLFault.lost(reason)
        }
        return handle
    }

    /// Whether the server of a connection still answers those who knock, also with a no. It need not let anybody in.
    func isAnswered(asFor handle: OpaquePointer) -> Bool {
        func said(_ text: UnsafePointer<CChar>?) -> String? {
            text.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        let here = [
            "host": said(PQhost(handle)), "hostaddr": said(PQhostaddr(handle)), "port": said(PQport(handle)),
        ]
        let place = here.compactMap { name, value in value.map { (name: name, value: $0) } }
        let others = words.filter { here[$0.name] == nil && $0.name != "target_session_attrs" }
        return Self.with(others + place) { PQpingParams($0, $1, 0) } != PQPING_NO_RESPONSE
    }

    private typealias Texts = UnsafePointer<UnsafePointer<CChar>?>

    private static func with<Result>(
        _ words: [(name: String, value: String)], _ body: (Texts, Texts) -> Result
    ) -> Result {
        let (names, values) = (words.map { strdup($0.name) }, words.map { strdup($0.value) })
        defer { for text in names + values { free(text) } }
        return body(names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil])
    }
}
