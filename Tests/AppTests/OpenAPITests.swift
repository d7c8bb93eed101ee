import App
import Base
import Hummingbird
import Localisation
import TestSupport
import Testing

/// What `/openapi.json` says is what the program does.
@Suite(.timeLimit(.minutes(10))) struct OpenAPITests {
    /// Pages are not the API; `/docs` stands in the document as what operators may look at.
    private static func isPage(_ path: String) -> Bool {
        path == "/"
            || ["s", "desk", "language"].contains(path.split(separator: "/").first.map(String.init) ?? "")
    }

    @Test func `every route is in the document, and everything in the document has a route`() async throws {
        let documented = Set(try DocumentedAPI.shipped().operations.map(\.name))
        let directory = try TestDirectory()
        var configuration = Configuration()
        configuration.dataDirectory = directory.url
        configuration.isSandbox = true
        let services = try await Services.open(configuration, logger: TestServer.quiet)
        let routes = try Server(services: services).routes().routes
            .filter { $0.method != .head && !Self.isPage($0.path.description) }
            .map { "\($0.method.rawValue) \(Self.inBraces($0.path.description))" }
        #expect(Set(routes).subtracting(documented).sorted() == [], "routes that the document lacks")
        #expect(documented.subtracting(routes).sorted() == [], "operations without a route")
        try await services.close()
    }

    @Test func `a POST asks for an idempotency key exactly where the document says so`() async throws {
        let document = try DocumentedAPI.shipped()
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let visitor = try await shop.visitor()
            for operation in document.operations where operation.method == "POST" {
                let asks = document.parameters(of: operation).contains { $0["name"] == "Idempotency-Key" }
                let caller = operation.isOfVisit ? visitor : server.root
                let reply = try await caller.send(
                    caller.call("POST", Self.example(of: operation, in: shop)))
                #expect(
                    (reply.code == "idempotencyKeyMissing") == asks,
                    "\(operation.name): \(reply.text.prefix(200))")
            }
        }
    }

    @Test func `a key is asked for exactly where the document says so`() async throws {
        let document = try DocumentedAPI.shipped()
        try await TestServer.run {
            $0.addressBurst = 10_000
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            for operation in document.operations {
                let isOpen = operation.value["security"] == .array([])
                let stranger = server.root.with(key: nil)
                let reply = try await stranger.send(
                    stranger.call(operation.method, Self.example(of: operation, in: shop)))
                #expect((reply.status == 401) == !isOpen, "\(operation.name): \(reply.status)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `every problem code has a sentence`(language: Language) throws {
        let document = try DocumentedAPI.shipped()
        let texts = try Texts.shipped()(language)
        for code in document.codes where code != "internalFault" {
            #expect(texts.sentence("refusal.\(code)") != nil, "\(code)")
        }
    }

    @Test func `request bodies refuse what they do not know, answers may gain fields`() throws {
        let document = try DocumentedAPI.shipped()
        for operation in document.operations {
            guard let body = operation.value["requestBody"]?["content"]?["application/json"]?["schema"] else {
                continue
            }
            for form in document.resolved(body)["oneOf"]?.items ?? [body] {
                #expect(document.resolved(form)["additionalProperties"] == .bool(false), "\(operation.name)")
            }
        }
    }

    @Test func `answers are as the document says, along a case's whole way`() async throws {
        let document = try DocumentedAPI.shipped()
        try await TestServer.run { server in
            let seen = DocumentedAPI.Seen()
            let shop = try await Qinghe.open(document.checking(server.root, seen))
            try await DocumentedStory(shop: shop, clock: Sandbox(root: shop.root)).run()
            #expect(seen.all.count >= DocumentedStory.operations, "\(seen.all.sorted())")
        }
    }

    @Test(arguments: ["zh-CN", "zh-TW", "en"], ["/docs", "/docs/problems"])
    func `the reference is whole in every language`(language: String, path: String) async throws {
        try await TestServer.run { server in
            var call = server.root.call("GET", path)
            call.headers += [("Accept", "text/html"), ("Accept-Language", language)]
            let page = try await server.root.send(call).expect(200).text
            #expect(!page.contains("⟦"))
            let anchors = Set(page.matches(of: /\ id="([^"]+)"/).map { String($0.1) })
            let links = Set(page.matches(of: /href="#([^"]+)"/).map { String($0.1) })
            #expect(links.subtracting(anchors).sorted() == [], "links that lead nowhere")
        }
    }

    // MARK: Parts

    private static func inBraces(_ path: String) -> String {
        "/"
            + path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            .joined(separator: "/")
    }

    /// The operation's path, filled with names that could be there.
    private static func example(of operation: DocumentedAPI.Operation, in shop: Qinghe) -> String {
        operation.path.replacing("{shop}", with: shop.id).replacing("{kind}", with: "orders").replacing(
            "{n}", with: "1"
        )
        .replacing(/\{\w+\}/, with: "x")
    }
}

extension DocumentedAPI {
    func parameters(of operation: Operation) -> [JSONValue] {
        (operation.value["parameters"]?.items ?? []).map(resolved)
    }

    /// Every problem code that stands in the document.
    var codes: Set<String> {
        let responses = operations.flatMap { $0.value["responses"]?.members ?? [] }.map { resolved($0.value) }
        return Set(responses.flatMap { $0["x-codes"]?.items ?? [] }.compactMap(\.string))
    }
}
