import Base
import Foundation
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing
import Web

@Suite struct StaticFilesTests {
    @Test func `files are served with their type and only when changed`() async throws {
        let place = try TestDirectory()
        let directory = place.url
        try FileManager.default.createDirectory(
            at: directory.appending(path: "web"), withIntermediateDirectories: true)
        try Data("p {}".utf8).write(to: directory.appending(path: "web/site.css"))
        try Data("secret".utf8).write(to: directory.appending(path: "web/notes.key"))
        let application = try World().application(files: directory) { router in
            router.get("page") { _, _ in Response.text("page") }
        }
        try await application.test(.router) { client in
            let file = try await client.execute(uri: "/web/site.css?v=1", method: .get)
            #expect(file.text == "p {}")
            #expect(file.headers[.contentType] == "text/css; charset=utf-8")
            #expect(file.headers[.cacheControl] == "no-cache")
            let tag = try #require(file.headers[.eTag])
            let again = try await client.execute(
                uri: "/web/site.css", method: .get, headers: [.ifNoneMatch: "\"x\", W/\(tag)"])
            #expect(again.status == .notModified && again.text.isEmpty)
            let head = try await client.execute(uri: "/web/site.css", method: .head)
            #expect(head.status == .ok && head.text.isEmpty && head.headers[.contentLength] == "4")
            for path in [
                "/web/notes.key", "/web", "/web/", "/../web/site.css", "/web/%2e%2e/web/site.css",
                "//web/site.css",
            ] {
                #expect(try await client.execute(uri: path, method: .get).status == .notFound, "\(path)")
            }
            #expect(try await client.execute(uri: "/web/site.css", method: .post).status == .methodNotAllowed)
            #expect(try await client.execute(uri: "/page", method: .get).text == "page")
        }
    }
}
