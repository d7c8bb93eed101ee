import Base

/// One call of the API: a method and a path.
struct APIOperation: Sendable {
    let id: String
    let group: String
    let method: String
    let path: String
    let summary: String
    let text: String
    let permission: String?
    /// When the right to agree for customers is needed too: `always` or `asCustomer`.
    let consent: String?
    let roles: [String]
    let parameters: [APIField]
    let bodies: [APIBody]
    let answers: [APIAnswer]
    let problems: [APIProblems]
    let command: String

    static func all(in source: APISource) -> [APIOperation] {
        (source.root["paths"]?.members ?? []).flatMap { path in
            path.value.members.map { APIOperation($0.value, method: $0.name, path: path.name, in: source) }
        }
    }

    private init(_ value: JSONValue, method: String, path: String, in source: APISource) {
        let parameters = (value["parameters"]?.items ?? []).map(source.resolved)
        let responses = (value["responses"]?.members ?? []).map { ($0.name, source.resolved($0.value)) }
        id = value["operationId"]?.string ?? ""
        group = value["tags"]?.items.first?.string ?? ""
        self.method = method.uppercased()
        self.path = path
        summary = value["summary"]?.string ?? ""
        text = value["description"]?.string ?? ""
        permission = value["x-permission"]?.string
        consent = value["x-consent"]?.string
        roles = (value["x-roles"]?.items ?? []).compactMap(\.string)
        self.parameters = parameters.map { APIField.parameter($0, in: source) }
        bodies = APIBody.all(of: value["requestBody"] ?? .null, in: source)
        answers = responses.filter { $0.1["x-codes"] == nil }.map {
            APIAnswer($0.1, status: $0.0, in: source)
        }
        problems = responses.compactMap { APIProblems($0.1, status: $0.0) }
        command = CurlCommand(
            method: self.method, path: path, parameters: parameters, body: value["requestBody"]?["content"],
            needsKey: value["security"]?.items.isEmpty != true, answers: responses.map(\.1)
        ).text(in: source)
    }
}

/// One form that a request's body may have.
struct APIBody: Sendable {
    let mediaType: String
    /// Of several forms, which one this is.
    let title: String?
    let text: String
    let fields: [APIField]
    /// Objects that its lines are.
    let lines: [String]

    static func all(of body: JSONValue, in source: APISource) -> [APIBody] {
        (body["content"]?.members ?? []).flatMap { media -> [APIBody] in
            let schema = source.resolved(media.value["schema"] ?? .null)
            let lines = (media.value["x-lines"]?.members ?? []).compactMap { APIType.name($0.value) }
            let forms = schema["oneOf"]?.items.map(source.resolved) ?? [schema]
            return forms.map { form in
                APIBody(
                    mediaType: media.name, title: form["properties"]?["kind"]?["const"]?.string,
                    text: form["description"]?.string ?? "", fields: APIField.all(of: form, in: source),
                    lines: lines)
            }
        }
    }
}

/// What comes back when it went well, or what is no problem document.
struct APIAnswer: Sendable {
    struct Example: Sendable {
        let title: String?
        let text: String
    }

    let status: String
    let text: String
    /// The component that it is, and whether a page of them.
    let object: String?
    let isPage: Bool
    let examples: [Example]

    init(_ response: JSONValue, status: String, in source: APISource) {
        let content = response["content"]?.members.first?.value
        let schema = content?["schema"] ?? content?["x-data"] ?? .null
        let name = APIType.name(schema) ?? content?["x-data"].flatMap(APIType.name)
        let item = name.flatMap { APIType.pageItem(of: .init($0, source.resolved(schema))) }
        self.status = status
        text = response["description"]?.string ?? ""
        object = item ?? name
        isPage = item != nil
        let single = content?["example"].map { [Example(title: nil, text: ReadableJSON.text($0))] }
        let many = (content?["examples"]?.members ?? []).map { member in
            let example = source.resolved(member.value)
            return Example(
                title: example["summary"]?.string, text: ReadableJSON.text(example["value"] ?? .null))
        }
        examples = single ?? many
    }
}

/// The problem codes that one status may carry.
struct APIProblems: Sendable {
    /// Nil for faults of the server, which have several.
    let status: Int?
    let codes: [String]

    /// Nil for an answer that is no problem.
    init?(_ response: JSONValue, status: String) {
        guard let codes = response["x-codes"]?.items.compactMap(\.string) else { return nil }
        self.status = Int(status)
        self.codes = codes
    }
}
