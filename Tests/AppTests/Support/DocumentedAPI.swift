import App
import Base
import Foundation
import Synchronization
import Testing

/// The OpenAPI document as a test reads it, and what real answers say against it.
struct DocumentedAPI: Sendable {
    /// One call of the document.
    struct Operation: Sendable {
        /// `POST /v1/shops/{shop}/cases`
        let name: String
        let method: String
        let path: String
        let value: JSONValue

        /// Is asked for with the token of a visit to the shop's chat.
        var isOfVisit: Bool { value["security"]?.items.first?["visit"] != nil }

        /// The path as a pattern that a real one fits: a name in braces stands for one step.
        func fits(_ steps: [Substring]) -> Bool {
            let mine = path.split(separator: "/")
            return mine.count == steps.count && zip(mine, steps).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }

    let root: JSONValue
    let operations: [Operation]

    static func shipped() throws -> DocumentedAPI {
        try DocumentedAPI(
            JSONParser.parse(Array(Data(contentsOf: Resources.directory.appending(path: "openapi.json")))))
    }

    init(_ root: JSONValue) {
        self.root = root
        operations = (root["paths"]?.members ?? []).flatMap { path in
            path.value.members.map { method in
                let name = method.name.uppercased()
                return Operation(
                    name: "\(name) \(path.name)", method: name, path: path.name, value: method.value)
            }
        }
    }

    /// A caller whose every answer is held against the document.
    func checking(_ api: API, _ seen: Seen = Seen()) -> API {
        API(key: api.key) { call in
            let reply = try await api.send(call)
            seen.add(check(reply, to: call))
            return reply
        }
    }

    /// Which operations a test has seen succeed.
    final class Seen: Sendable {
        private let names = Mutex<Set<String>>([])

        func add(_ name: String?) { if let name { names.withLock { _ = $0.insert(name) } } }

        var all: Set<String> { names.withLock { $0 } }
    }

    /// - Returns: the operation's name when it succeeded.
    private func check(_ reply: Reply, to call: Call) -> String? {
        let steps = call.path.prefix { $0 != "?" }.split(separator: "/")
        let fitting = operations.filter { $0.method == call.method && $0.fits(steps) }
        // `cases/preview` is its own operation, not a case of that name.
        guard let operation = fitting.min(by: { $0.path.count { $0 == "{" } < $1.path.count { $0 == "{" } })
        else {
            Issue.record("\(call.method) \(call.path) is not in the document")
            return nil
        }
        let place = "\(operation.name) \(reply.status)"
        guard let response = operation.value["responses"]?[String(reply.status)].map(resolved) else {
            Issue.record("\(place) is not in the document: \(reply.text.prefix(300))")
            return nil
        }
        let type = reply.headers["content-type"]?.prefix { $0 != ";" } ?? ""
        if let schema = response["content"]?[String(type)]?["schema"] {
            let value = type.hasSuffix("json") ? reply.json : .string(reply.text)
            for fault in faults(of: value, by: schema, at: "") { Issue.record("\(place)\(fault)") }
        } else if !reply.bytes.isEmpty {
            Issue.record("\(place): \(type) is not in the document")
        }
        if let codes = response["x-codes"]?.items, let code = reply.code, !codes.contains(.string(code)) {
            Issue.record("\(place): \(code) is not in the document")
        }
        return reply.status < 300 ? operation.name : nil
    }

    func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.string else { return value }
        return reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }.map(
            resolved) ?? .null
    }

    /// What a value lacks, has wrong, or has that the document does not name.
    func faults(of value: JSONValue, by schema: JSONValue, at path: String) -> [String] {
        let schema = resolved(schema)
        if let choices = schema["anyOf"]?.items ?? schema["oneOf"]?.items, schema["properties"] == nil {
            let tries = choices.map { faults(of: value, by: $0, at: path) }
            return tries.min { $0.count < $1.count } ?? []
        }
        if let constant = schema["const"] {
            return constant == value ? [] : [" \(path) is not \(constant.text)"]
        }
        if let choices = schema["enum"]?.items, !choices.contains(value) {
            return [" \(path) is \(value.text), none of \(JSONValue.array(choices).text)"]
        }
        let types =
            schema["type"]?.items.isEmpty == false ? schema["type"]?.items ?? [] : [schema["type"] ?? .null]
        guard types.contains(where: { Self.has(value, $0.string ?? "") }) else {
            return [" \(path) is \(value.text.prefix(60)), not \(JSONValue.array(types).text)"]
        }
        if case .array(let items) = value, let item = schema["items"] {
            return items.flatMap { faults(of: $0, by: item, at: path + "[]") }
        }
        guard case .object(let members) = value else { return [] }
        let missing = (schema["required"]?.items ?? []).compactMap(\.string).filter { value[$0] == nil }
        return missing.map { " \(path).\($0) is missing" }
            + members.flatMap { member(of: schema, $0, at: path) }
    }

    private func member(of schema: JSONValue, _ member: JSONValue.Member, at path: String) -> [String] {
        let place = "\(path).\(member.name)"
        if let known = schema["properties"]?[member.name] {
            return faults(of: member.value, by: known, at: place)
        }
        guard schema["properties"] == nil else { return [" \(place) is not in the document"] }
        guard let all = schema["additionalProperties"], case .object = all else { return [] }
        return faults(of: member.value, by: all, at: place)
    }

    private static func has(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.int, "integer"), (.string, "string"), (.array, "array"),
            (.object, "object"):
            true
        default: false
        }
    }
}
