import Base

/// The OpenAPI document of this program, read for the reference page. `Resources/openapi.json` holds the words;
/// a test holds it to the routes.
struct APIDocument: Sendable {
    let title: String
    let version: String
    let introduction: String
    let groups: [APIGroup]
    let objects: [APIObject]
    /// Which statuses and operations a problem code belongs to.
    let uses: [String: APICodeUse]

    /// - Throws: `InputRefusal` for a text that is not JSON.
    init(_ bytes: [UInt8]) throws {
        let source = APISource(root: try JSONParser.parse(bytes))
        let info = source.root["info"]
        title = info?["title"]?.string ?? ""
        version = info?["version"]?.string ?? ""
        introduction = info?["description"]?.string ?? ""
        groups = APIGroup.all(in: source)
        objects = APIObject.all(in: source)
        uses = APICodeUse.all(in: groups, and: source)
    }
}

/// The document as it stands, with its references followed.
struct APISource: Sendable {
    let root: JSONValue

    /// The value itself, or what its `$ref` names.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.string else { return value }
        let target = reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
        return target.map(resolved) ?? .null
    }

    var schemas: [JSONValue.Member] { root["components"]?["schemas"]?.members ?? [] }
}

/// Operations about one thing.
struct APIGroup: Sendable {
    let name: String
    let text: String
    let operations: [APIOperation]

    /// The anchor of the group.
    var anchor: String { "about-" + name.replacing(" ", with: "-") }

    static func all(in source: APISource) -> [APIGroup] {
        let operations = APIOperation.all(in: source)
        return (source.root["tags"]?.items ?? []).map { tag in
            let name = tag["name"]?.string ?? ""
            return APIGroup(
                name: name, text: tag["description"]?.string ?? "",
                operations: operations.filter { $0.group == name })
        }
    }
}

/// An object that requests or answers hold.
struct APIObject: Sendable {
    let name: String
    let text: String
    let fields: [APIField]

    /// The anchor of an object.
    static func anchor(_ name: String) -> String { "object-" + name }

    /// All objects but whole request bodies, which stand with their operations, and pages of lists.
    static func all(in source: APISource) -> [APIObject] {
        let bodies = bodies(in: source)
        return source.schemas.filter { !bodies.contains($0.name) && APIType.pageItem(of: $0) == nil }.map {
            schema in
            APIObject(
                name: schema.name, text: schema.value["description"]?.string ?? "",
                fields: APIField.all(of: schema.value, in: source))
        }
    }

    private static func bodies(in source: APISource) -> Set<String> {
        let schemas = (source.root["paths"]?.members ?? []).flatMap(\.value.members)
            .compactMap { $0.value["requestBody"]?["content"]?["application/json"]?["schema"] }
        return Set(
            (schemas + schemas.flatMap { source.resolved($0)["oneOf"]?.items ?? [] }).compactMap(APIType.name)
        )
    }
}

/// Where a problem code occurs.
struct APICodeUse: Sendable {
    var statuses: Set<Int> = []
    var operations: [String] = []

    /// Codes of operations, and of answers that belong to no operation, which say their `x-status`.
    static func all(in groups: [APIGroup], and source: APISource) -> [String: APICodeUse] {
        var uses: [String: APICodeUse] = [:]
        for response in source.root["components"]?["responses"]?.members ?? [] {
            guard let status = response.value["x-status"]?.int else { continue }
            for code in response.value["x-codes"]?.items ?? [] {
                uses[code.string ?? "", default: APICodeUse()].statuses.insert(Int(status))
            }
        }
        for operation in groups.flatMap(\.operations) {
            for problem in operation.problems {
                for code in problem.codes {
                    if let status = problem.status {
                        uses[code, default: APICodeUse()].statuses.insert(status)
                    }
                    uses[code, default: APICodeUse()].operations.append(operation.id)
                }
            }
        }
        return uses
    }
}
