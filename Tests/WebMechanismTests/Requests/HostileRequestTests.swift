import Base
import Hummingbird
import TestSupport
import Testing

@testable import Web

/// Headers, addresses and forms that nobody should send: an answer or a refusal, soon.
struct HostileRequestTests {
    @Test func `forms with files are taken apart or refused, and no part is larger than what came`() throws {
        var hostile = HostileBytes(
            samples: [
                "--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n破了\r\n--XX\r\n"
                    + "Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                    + "data\r\n--XX--\r\n"
            ],
            pieces: [
                "--XX", "--XX--", "\r\n--XX\r\n", "\r\n\r\n", "name=\"a\"", "filename=\"", "; ",
                "Content-Disposition: ",
                "form-data", "filename*=UTF-8''",
                "\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
            ])
        let slowest = try slowest(of: 2_000) {
            let bytes = hostile.next()
            do {
                let form = try MultipartBody("XX").parse(bytes)
                let size = form.files.reduce(0) { $0 + $1.bytes.count }
                #expect(size <= bytes.count && form.names.count <= MultipartBody.mostParts)
                for file in form.files { #expect(!file.name.contains("/") && !file.name.contains("\0")) }
            } catch is WebRefusal {}
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }

    @Test func `queries, cookies, keys and numbers of streams are read or refused`() throws {
        var hostile = HostileBytes(
            samples: [
                "a=1&b=%E9%9D%92&cursor=3137&limit=25", "huitou_staff=0f0f; huitou_language=en",
                "Bearer ht_abc_def",
                "multipart/form-data; boundary=\"XX\"", "192.0.2.1, 10.0.0.1, ::1",
                "https://evil.example/s/qinghe",
            ],
            pieces: [
                "&", "=", ";", "%E9", "%zz", "huitou_staff", "huitou_staff=", "Bearer", "boundary=", ",",
                "::", "//",
                "\\", "?", "#",
            ])
        let cookie = SessionCookie(name: "huitou_staff", path: "/desk", lasting: .hours(12))
        let slowest = try slowest(of: 2_000) {
            let text = hostile.text()
            let request = Self.request(text)
            do {
                let query = try Query(request)
                _ = try query.text("a")
                _ = try query.limit()
                _ = try query.cursor(of: 1)
                _ = try query.timedCursor()
            } catch is WebRefusal {}
            if let token = cookie.token(in: request) { #expect(token.utf8.count <= 256) }
            if let key = Authentication.bearer(text) { #expect(key.utf8.count <= 256) }
            _ = ReaderLanguage.of(request)
            _ = CrossSiteGuard.isCrossSite(request)
            let path = LocalPath.safe(text)
            #expect(
                path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("\\") && !path.contains("\n"))
            do { _ = try MultipartBody.boundary(of: text) } catch is WebRefusal {}
            if let plain = PercentText.decoded(text) {
                #expect(PercentText.decoded(PercentText.encoded(plain)) == plain)
            }
            #expect(!PercentText.encoded(text).contains(where: { "&=#?<>\"'\r\n".contains($0) }))
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }

    /// The same text in every place of a request that is read.
    private static func request(_ text: String) -> Request {
        let value = text.filter { $0 != "\r" && $0 != "\n" && $0 != "\0" && $0 != "\r\n" }
        var head = HTTPRequest(
            method: .post, scheme: "http", authority: "shop.example", path: "/s/qinghe?" + value)
        for name in [
            HeaderName.cookie, .authorization, .acceptLanguage, .origin, .lastEventID, .forwardedFor,
            .contentType,
        ] {
            head.headerFields[name] = value
        }
        return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
    }
}
