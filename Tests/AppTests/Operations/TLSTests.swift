import App
import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import TestSupport
import Testing

/// The server's own TLS, with certificates that are made for the test by openssl.
@Suite(.timeLimit(.minutes(15))) struct TLSTests {
    @Test
    func `a renewed certificate is shown without a restart; a broken one is not, and connections go on`()
        async throws
    {
        guard let made = try await Certificates.make() else { return }
        let files = try made.show("first")
        try await ServerProcess.withClient(trusting: made.file("first.pem")) { early in
            let server = try await ServerProcess.start(
                data: made.file("data"), client: early,
                ["HUITOU_TLS_CERTIFICATE": files.certificate, "HUITOU_TLS_KEY": files.key])
            #expect(server.address.hasPrefix("https://"))
            let alive = Call(method: "GET", path: "/healthz")
            let reply = try await server.send(alive).expect(200)
            #expect(reply.headers["strict-transport-security"] == "max-age=31536000")

            _ = try made.show("second")
            kill(server.number, SIGHUP)
            try await Self.until("the second is shown") { await Self.isShown("second", made, server) }
            #expect(await !Self.isShown("first", made, server))
            // The connection from before was opened under the first and goes on.
            try await server.send(alive).expect(200)

            try Data("no certificate".utf8).write(to: URL(filePath: files.certificate))
            kill(server.number, SIGHUP)
            #expect(await Self.isShown("second", made, server))
            _ = try made.show("first")
            kill(server.number, SIGHUP)
            try await Self.until("the first is shown again") { await Self.isShown("first", made, server) }
            let metrics = try await server.send(Call(method: "GET", path: "/metrics")).expect(200).text
            #expect(metrics.contains("huitou_tls_certificate_expiry_timestamp_seconds 1"))
            #expect(await server.stop() == 0)
        }
    }

    @Test func `a session's cookie goes over TLS only once the server speaks it`() async throws {
        guard let made = try await Certificates.make() else { return }
        let files = try made.show("first")
        try await TestServer.run {
            ($0.tlsCertificate, $0.tlsKey) = (files.certificate, files.key)
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            let page = try await server.root.send(Call(method: "GET", path: "/language/en?to=/s/\(shop.id)"))
            #expect(page.headers["set-cookie"]?.contains("; Secure") == true, "\(page.headers)")
            #expect(server.services.configuration.scheme == "https")
        }
    }

    @Test func `a certificate is taken with its own key only, and one of two files is none`() async throws {
        guard let made = try await Certificates.make() else { return }
        let first = TLSFiles(certificate: made.file("first.pem").path, key: made.file("first.key").path)
        let identity = try TLSIdentity(first)
        #expect(try identity.read() == .unchanged && identity.notAfter != nil)
        for wrong in [
            TLSFiles(certificate: first.certificate, key: made.file("second.key").path),
            TLSFiles(certificate: first.key, key: first.key),
            TLSFiles(certificate: "/nowhere", key: first.key),
        ] {
            #expect(throws: TLSIdentity.Unusable.self) { try TLSIdentity(wrong) }
        }
        let ended = try await ServerProcess.run(
            ["serve", "--tls-certificate", first.certificate, "--data", made.file("none").path])
        #expect(ended.status == 2 && ended.text.contains("HUITOU_TLS_KEY"), "\(ended)")
    }

    // MARK: Parts

    /// Whether somebody who believes this certificate alone can talk to the server.
    private static func isShown(_ name: String, _ made: Certificates, _ server: ServerProcess) async -> Bool {
        do {
            try await ServerProcess.withClient(trusting: made.file("\(name).pem")) { client in
                let request = HTTPClientRequest(url: server.address + "/healthz")
                _ = try await client.execute(request, timeout: .seconds(10))
            }
            return true
        } catch {
            return false
        }
    }

    private static func until(_ what: String, _ holds: () async -> Bool) async throws {
        for _ in 0..<500 where await holds() { return }
        Issue.record("\(what) did not come about")
    }
}

/// Two certificates for 127.0.0.1 with their keys, in a directory of their own.
private struct Certificates {
    private let directory: TestDirectory

    /// Nil, with a word, where there is no openssl.
    static func make() async throws -> Certificates? {
        let made = Certificates(directory: try TestDirectory())
        for name in ["first", "second"] {
            let status = try await Shell.run(
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days", "30", "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                made.file("\(name).key").path, "-out", made.file("\(name).pem").path
            ).status
            guard status == 0 else {
                print("NOT CHECKED: openssl makes no certificate here")
                return nil
            }
        }
        return made
    }

    func file(_ name: String) -> URL { directory.url.appending(path: name) }

    /// Puts a pair where the server looks.
    func show(_ name: String) throws -> TLSFiles {
        for end in ["pem", "key"] {
            try Data(contentsOf: file("\(name).\(end)")).write(to: file("shown.\(end)"))
        }
        return TLSFiles(certificate: file("shown.pem").path, key: file("shown.key").path)
    }
}
