import Base
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite struct FormGuardTests {
    private static let session = "huitou_customer=mei-session"

    private func application(_ world: World) throws -> some ApplicationProtocol {
        try world.application { router in
            router.get("form") { _, context in
                Response.text(world.sealer.seals(for: context).next().token)
            }
            router.post("form") { request, context in
                try world.sealer.check(try await FormBody.read(request), context)
                return Response.seeOther("/done")
            }
        }
    }

    @Test(arguments: [
        (["Sec-Fetch-Site": "cross-site"], false), (["Sec-Fetch-Site": "same-origin"], true),
        (["Sec-Fetch-Site": "none"], true), (["Origin": "http://localhost"], true),
        (["Origin": "https://evil.example"], false), (["Origin": "null"], false), ([:], true),
        (["Sec-Fetch-Site": "same-site", "Origin": "http://evil.localhost"], false),
        (["Sec-Fetch-Site": "same-origin", "Origin": "http://behind.proxy"], true),
    ])
    func `another site's page cannot send a form`(headers: [String: String], passes: Bool) async throws {
        let world = try World()
        try await application(world).test(.router) { client in
            var fields: HTTPFields = [.cookie: Self.session]
            let token = try await client.execute(uri: "/form", method: .get, headers: fields).text
            fields[.contentType] = "application/x-www-form-urlencoded"
            for (name, value) in headers { if let name = HeaderName(name) { fields[name] = value } }
            let response = try await client.execute(
                uri: "/form", method: .post, headers: fields, body: ByteBuffer(string: "formToken=\(token)"))
            #expect(response.status == (passes ? .seeOther : .forbidden))
            #expect(response.code == (passes ? nil : "crossSiteRequest"))
        }
    }

    @Test func `a form needs its own session's token`() async throws {
        let world = try World()
        try await application(world).test(.router) { client in
            let stranger = try await client.execute(uri: "/form", method: .get).text
            for body in ["formToken=\(stranger)", "formToken=", "formToken=zz", ""] {
                let response = try await client.execute(
                    uri: "/form", method: .post,
                    headers: [.cookie: Self.session, .contentType: "application/x-www-form-urlencoded"],
                    body: ByteBuffer(string: body))
                #expect(response.code == "formExpired", "\(body)")
            }
        }
    }

    @Test func `the cookie is out of reach of scripts and other sites`() {
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "shop.example", path: "/"),
            body: RequestBody(buffer: ByteBuffer()))
        #expect(
            World.cookie.setting("abc", for: request)
                == "huitou_customer=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax")
        #expect(World.cookie.clearing(for: request).contains("Max-Age=0"))
        var head = request.head
        head.headerFields[.forwardedProtocol] = "https"
        head.headerFields[.cookie] = "huitou_customer2=x; huitou_customer=abc"
        let behindProxy = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        #expect(World.cookie.setting("abc", for: behindProxy).hasSuffix("; Secure"))
        #expect(World.cookie.token(in: behindProxy) == "abc")
    }
}
