import Base
import Testing

/// A browser without JavaScript: it keeps cookies, follows nothing by itself and sends forms as they stand.
struct Browser: Sendable {
    let send: @Sendable (Call) async throws -> Reply
    var cookies: [String: String] = [:]
    var language = "zh-CN"

    init(_ api: API) { send = api.send }

    mutating func get(_ path: String) async throws -> Reply {
        try await take(Call(method: "GET", path: path))
    }

    /// Sends the page's form whose address ends so, with its hidden fields and these.
    mutating func submit(
        _ page: Reply, to end: String, _ fields: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        let form = try #require(
            HTMLForm.all(in: page.text).first { $0.action.hasSuffix(end) }, "no form to \(end)",
            sourceLocation: sourceLocation)
        return try await post(form.action, form.fields.merging(fields) { _, new in new })
    }

    /// The same with fields that may stand there several times.
    mutating func submit(
        _ page: Reply, to end: String, pairs: [(String, String)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        let form = try #require(
            HTMLForm.all(in: page.text).first { $0.action.hasSuffix(end) }, "no form to \(end)",
            sourceLocation: sourceLocation)
        return try await post(form.action, pairs: form.fields.map { ($0.key, $0.value) } + pairs)
    }

    /// Sends fields as a form does.
    mutating func post(_ path: String, _ fields: [String: String]) async throws -> Reply {
        try await post(path, pairs: fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private mutating func post(_ path: String, pairs: [(String, String)]) async throws -> Reply {
        var call = Call(method: "POST", path: path)
        call.headers = [("Content-Type", "application/x-www-form-urlencoded")]
        call.body = Array(
            pairs.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&").utf8)
        return try await take(call)
    }

    /// Looks something up at the desk and goes on to what was found.
    mutating func search(_ desk: String, _ fields: [String: String]) async throws -> Reply {
        let place = try await post("\(desk)/search", fields).expect(303).headers["location"]
        return try await see(#require(place))
    }

    private mutating func take(_ call: Call) async throws -> Reply {
        var call = call
        call.headers += [
            ("Accept", "text/html"), ("Accept-Language", language), ("Sec-Fetch-Site", "same-origin"),
        ]
        if !cookies.isEmpty {
            call.headers.append(("Cookie", cookies.map { "\($0)=\($1)" }.joined(separator: "; ")))
        }
        let reply = try await send(call)
        if let pair = reply.headers["set-cookie"]?.split(separator: ";").first?.split(
            separator: "=", maxSplits: 1)
        {
            cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : nil
        }
        return reply
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Character(UnicodeScalar(byte))
            guard byte > 127 || !(scalar.isLetter || scalar.isNumber) else { return String(scalar) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}

/// A form as it stands in a page.
struct HTMLForm {
    let action: String
    /// The fields that are filled in already: hidden ones and ticked ones.
    let fields: [String: String]

    static func all(in page: String) -> [HTMLForm] {
        page.components(between: "<form", and: "</form>").map { form in
            let head = form.prefix { $0 != ">" }
            let inputs = form.components(between: "<input", and: ">").filter { input in
                attribute("type", of: input) == "hidden"
                    || (attribute("type", of: input) == "radio" && input.contains(" checked"))
            }
            let fields = inputs.compactMap { input in
                attribute("name", of: input).map { ($0, attribute("value", of: input) ?? "") }
            }
            return HTMLForm(
                action: attribute("action", of: String(head)) ?? "",
                fields: Dictionary(fields) { first, _ in first })
        }
    }

    private static func attribute(_ name: String, of tag: String) -> String? {
        tag.components(between: " \(name)=\"", and: "\"").first?.replacing("&amp;", with: "&")
    }
}

extension String {
    /// Everything that stands between two marks, without them.
    fileprivate func components(between start: String, and end: String) -> [String] {
        var (found, rest) = ([String](), self[...])
        while let first = rest.firstRange(of: start) {
            rest = rest[first.upperBound...]
            guard let last = rest.firstRange(of: end) else { break }
            found.append(String(rest[..<last.lowerBound]))
            rest = rest[last.upperBound...]
        }
        return found
    }
}
