import Base
import Hummingbird
import HummingbirdTesting
import Storage
import Testing
import Web

@Suite struct ProblemTests {
    private struct Broken: Error {}

    private func application() throws -> some ApplicationProtocol {
        try World().application { router in
            router.get("v1/throw/:what") { _, context -> Response in throw try Self.error(context) }
            router.get("throw/:what") { _, context -> Response in throw try Self.error(context) }
            router.post("v1/json") { request, _ in
                var reader = try await JSONBody.read(request, upTo: 64).reader()
                let name = try reader.string("name")
                try reader.finish()
                return Response.created(["name": .string(name)], at: "/v1/json/1")
            }
        }
    }

    private static func error(_ context: WebContext) throws -> any Error {
        switch try context.parameters.require("what") {
        case "full": StorageFailure.diskFull
        case "away": StorageFailure.unavailable("secret detail")
        case "failed": StorageFailure.failed("secret detail")
        case "broken": Broken()
        case "streams": WebFailure.tooManyStreams
        case "busy": InputRefusal("somethingNew", ["a": "b"], kind: .busy(retryAfterSeconds: 3))
        case "405": WebRefusal.methodNotAllowed(allow: "GET, HEAD")
        case "413": HTTPError(.contentTooLarge)
        case "teapot": HTTPError(.init(code: 418))
        default: HTTPError(.badGateway)
        }
    }

    @Test(
        arguments: [
            ("full", 507, "storageFull", nil), ("away", 503, "storageUnavailable", "2"),
            ("failed", 500, "internalFault", nil),
            ("broken", 500, "internalFault", nil), ("streams", 503, "tooManyStreams", "10"),
            ("busy", 409, "somethingNew", "3"), ("405", 405, "methodNotAllowed", nil),
            ("413", 413, "bodyTooLarge", nil),
            ("teapot", 400, "requestInvalid", nil), ("502", 500, "internalFault", nil),
        ] as [(String, Int, String, String?)])
    func `every error has its status, its code and a sentence`(
        what: String, status: Int, code: String, retryAfter: String?
    ) async throws {
        try await application().test(.router) { client in
            let response = try await client.execute(
                uri: "/v1/throw/\(what)", method: .get,
                headers: [.acceptLanguage: "en", .accept: "text/html"])
            #expect(response.status.code == status)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(response.code == code)
            #expect(response.json?["type"]?.string == "/docs/problems#\(code)")
            #expect(response.json?["status"]?.int == Int64(status))
            #expect(response.headers[.retryAfter] == retryAfter)
            #expect(!response.text.contains("⟦") && !response.text.contains("secret"))
            let isFault = status >= 500 && code != "tooManyStreams"
            #expect((response.json?["reference"]?.string?.isEmpty == false) == isFault)
        }
    }

    @Test func `a browser gets a page in its language`() async throws {
        try await application().test(.router) { client in
            let headers: HTTPFields = [.accept: "text/html,*/*", .acceptLanguage: "zh-TW"]
            let response = try await client.execute(uri: "/throw/broken", method: .get, headers: headers)
            #expect(response.status == .internalServerError)
            #expect(response.text.contains("zh-Hant") && response.text.contains("internalFault"))
            #expect(response.headers[.contentSecurityPolicy] == SecurityHeaders.contentSecurityPolicy)
            #expect(response.headers[.cacheControl] == "no-store")
            let missing = try await client.execute(uri: "/nowhere", method: .get, headers: headers)
            #expect(missing.status == .notFound && missing.text.contains("routeUnknown"))
            let chosen = try await client.execute(
                uri: "/nowhere", method: .get, headers: [.accept: "text/html", .cookie: "huitou_language=en"])
            #expect(chosen.text.contains("lang=\"en\""))
        }
    }

    @Test(
        arguments: [
            ("{\"name\":\"梅\"}", "application/json", 201, nil),
            ("{\"name\":\"梅\"}", "application/json; charset=utf-8", 201, nil),
            ("{\"name\":\"梅\"", "application/json", 400, "jsonMalformed"),
            ("[]", "application/json", 400, "fieldWrongType"),
            ("{}", "application/json", 400, "fieldMissing"), ("", nil, 400, "fieldMissing"),
            ("{\"name\":\"a\",\"x\":1}", "application/json", 400, "fieldUnknown"),
            ("{\"name\":\"a\"}", "text/plain", 415, "unsupportedMediaType"),
            ("{\"name\":\"a\"}", nil, 415, "unsupportedMediaType"),
            ("{\"name\":\"\(String(repeating: "x", count: 60))\"}", "application/json", 413, "bodyTooLarge"),
        ] as [(String, String?, Int, String?)])
    func `a JSON body is read or refused`(
        body: String, type: String?, status: Int, code: String?
    ) async throws {
        try await application().test(.router) { client in
            let response = try await client.execute(
                uri: "/v1/json", method: .post, headers: type.map { HTTPFields.ofType($0) } ?? [:],
                body: ByteBuffer(string: body))
            #expect(response.status.code == status)
            #expect(response.code == code)
            if status == 201 { #expect(response.headers[.location] == "/v1/json/1") }
        }
    }

    @Test func `a wrong field is named by its pointer`() async throws {
        try await application().test(.router) { client in
            let response = try await client.execute(
                uri: "/v1/json", method: .post,
                headers: [.contentType: "application/json", .acceptLanguage: "en"],
                body: ByteBuffer(string: "{\"name\":5}"))
            #expect(response.json?["field"] == "/name")
            #expect(response.json?["detail"] == "This should be: a text.")
        }
    }
}
