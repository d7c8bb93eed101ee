import Base

/// One row of a table: a field of a body or an object, or a parameter.
struct APIField: Sendable {
    /// With the fields that it stands in: `lines[].quantity`.
    let name: String
    /// `path`, `query` or `header`; nil for a field.
    let place: String?
    let type: APIType
    let isRequired: Bool
    let text: String

    /// The fields of an object and of the objects in it that have no name of their own, in order.
    static func all(of schema: JSONValue, in source: APISource, below path: String = "") -> [APIField] {
        let required = Set((schema["required"]?.items ?? []).compactMap(\.string))
        return (schema["properties"]?.members ?? []).flatMap { member -> [APIField] in
            let (name, value) = (path + member.name, member.value)
            let field = APIField(
                name: name, place: nil, type: APIType(value, in: source),
                isRequired: required.contains(member.name),
                text: value["description"]?.string ?? "")
            return [field] + parts(of: value, named: name, in: source)
        }
    }

    static func parameter(_ value: JSONValue, in source: APISource) -> APIField {
        APIField(
            name: value["name"]?.string ?? "", place: value["in"]?.string,
            type: APIType(value["schema"] ?? .null, in: source), isRequired: value["required"]?.bool ?? false,
            text: value["description"]?.string ?? "")
    }

    private static func parts(of value: JSONValue, named name: String, in source: APISource) -> [APIField] {
        if value["properties"] != nil { return all(of: value, in: source, below: name + ".") }
        guard let items = value["items"], items["properties"] != nil else { return [] }
        return all(of: items, in: source, below: name + "[].")
    }
}

/// What a field holds, as short as a table wants it.
struct APIType: Sendable {
    enum Shape: Sendable {
        case simple(String)
        case object(named: String)
        indirect case list(Shape)
        indirect case either([Shape])
    }

    let shape: Shape
    let choices: [String]
    let least: String?
    /// Nil also where the bound is no more than what the program can count to.
    let most: String?
    /// How many items a list may have.
    let count: (least: String, most: String)?
    let longest: Int64?
    let usual: String?

    init(_ schema: JSONValue, in source: APISource) {
        shape = Self.shape(schema, in: source)
        let item = schema["items"].map(source.resolved) ?? schema
        choices = (item["enum"]?.items ?? []).compactMap(\.string)
        least = schema["minimum"].map(\.text)
        most = schema["maximum"].flatMap { $0.int == Int64(Int32.max) ? nil : $0.text }
        count = schema["maxItems"].map { (schema["minItems"]?.text ?? "0", $0.text) }
        longest = schema["maxLength"]?.int
        usual = schema["default"].map { $0.string ?? $0.text }
    }

    /// The component that a schema is, by name.
    static func name(_ schema: JSONValue) -> String? {
        schema["$ref"]?.string?.split(separator: "/").last.map(String.init)
    }

    /// Of a page of a list, what its items are.
    static func pageItem(of schema: JSONValue.Member) -> String? {
        schema.name.hasSuffix("Page") ? schema.value["properties"]?["items"]?["items"].flatMap(name) : nil
    }

    private static func shape(_ schema: JSONValue, in source: APISource) -> Shape {
        if let name = name(schema) { return .object(named: name) }
        if let choices = schema["anyOf"]?.items ?? schema["oneOf"]?.items, schema["properties"] == nil {
            return .either(choices.map { shape($0, in: source) })
        }
        if let items = schema["items"] { return .list(shape(items, in: source)) }
        if let constant = schema["const"]?.string { return .simple("\"\(constant)\"") }
        if let types = schema["type"]?.items, !types.isEmpty {
            return .either(types.map { .simple($0.string ?? "") })
        }
        return .simple(
            schema["format"]?.string == "date-time" ? "date-time" : schema["type"]?.string ?? "any")
    }
}
