import Base

/// A call as one types it into a terminal, with the document's own examples filled in.
struct CurlCommand {
    let method: String
    let path: String
    let parameters: [JSONValue]
    let body: JSONValue?
    let needsKey: Bool
    let answers: [JSONValue]

    func text(in source: APISource) -> String {
        let isStream = answers.contains { $0["content"]?["text/event-stream"] != nil }
        let isFile = answers.contains { $0["content"]?["image/*"] != nil }
        let method = method == "GET" ? "" : " -X \(method)"
        var lines = ["curl\(isStream ? " -N" : "")\(isFile ? " -OJ" : "")\(method) \"$HUITOU\(address)\""]
        if needsKey { lines.append("-H \"Authorization: Bearer $KEY\"") }
        if parameters.contains(where: { $0["name"]?.string == "Idempotency-Key" }) {
            lines.append("-H \"Idempotency-Key: $(uuidgen)\"")
        }
        lines += content(in: source)
        return lines.joined(separator: " \\\n  ")
    }

    private var address: String {
        var address = path
        for parameter in parameters where parameter["in"]?.string == "path" {
            guard let name = parameter["name"]?.string else { continue }
            address = address.replacing("{\(name)}", with: example(of: parameter) ?? name.uppercased())
        }
        let query = parameters.filter { $0["in"]?.string == "query" }.compactMap { parameter in
            example(of: parameter).map { "\(parameter["name"]?.string ?? "")=\($0)" }
        }
        return query.isEmpty ? address : address + "?" + query.joined(separator: "&")
    }

    private func example(of parameter: JSONValue) -> String? {
        parameter["example"].map { ($0.string ?? $0.text).replacing("/", with: "%2F") }
    }

    private func content(in source: APISource) -> [String] {
        guard let media = body?.members.first else { return [] }
        let type = "-H 'Content-Type: \(media.name)'"
        let examples = media.value["examples"]?.members.map { source.resolved($0.value)["value"] ?? .null }
        switch (media.name, media.value["example"] ?? examples?.first) {
        case ("application/json", .object(let members)?) where members.isEmpty: return []
        case ("application/json", let example?): return [type, "-d '\(quoted(ReadableJSON.text(example)))'"]
        case ("application/x-ndjson", _): return [type, "--data-binary @orders.jsonl"]
        case ("application/yaml", _): return [type, "--data-binary @policy.yaml"]
        default: return [type, "--data-binary @photo.jpg"]
        }
    }

    private func quoted(_ text: String) -> String { text.replacing("'", with: "'\\''") }
}
