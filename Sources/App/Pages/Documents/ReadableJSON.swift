import Base

/// JSON over several lines, with what fits one line left on it.
enum ReadableJSON {
    private static let width = 68

    /// A text stands as it is.
    static func text(_ value: JSONValue) -> String { value.string ?? lines(value, at: 0) }

    private static func lines(_ value: JSONValue, at depth: Int) -> String {
        let short = oneLine(value)
        if short.count + depth * 2 <= width { return short }
        let (inner, outer) = (
            String(repeating: "  ", count: depth + 1), String(repeating: "  ", count: depth)
        )
        switch value {
        case .object(let members):
            let parts = members.map {
                "\(inner)\(JSONValue($0.name).text): \(lines($0.value, at: depth + 1))"
            }
            return "{\n\(parts.joined(separator: ",\n"))\n\(outer)}"
        case .array(let items):
            let parts = items.map { inner + lines($0, at: depth + 1) }
            return "[\n\(parts.joined(separator: ",\n"))\n\(outer)]"
        case .null, .bool, .int, .number, .string: return short
        }
    }

    private static func oneLine(_ value: JSONValue) -> String {
        switch value {
        case .object(let members):
            let parts = members.map { "\(JSONValue($0.name).text): \(oneLine($0.value))" }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        case .array(let items): return "[\(items.map(oneLine).joined(separator: ", "))]"
        case .null, .bool, .int, .number, .string: return value.text
        }
    }
}
