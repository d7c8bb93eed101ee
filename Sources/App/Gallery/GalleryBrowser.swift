import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import Web

/// A reader of pages: keeps cookies, follows nothing by itself.
struct GalleryBrowser: Sendable {
    struct Page: Sendable {
        let path: String
        let status: Int
        let location: String?
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    let url: String
    var language = Language.simplified
    private let client: HTTPClient
    private var cookies: [String: String] = [:]

    /// - Parameter client: follows no redirections.
    init(url: String, client: HTTPClient) {
        self.url = url
        self.client = client
    }

    mutating func get(_ path: String) async throws -> Page { try await send(.GET, path, nil) }

    /// Sends a page's form, found by how its address ends, with its hidden fields and these.
    mutating func submit(
        _ page: Page, to end: String, _ fields: KeyValuePairs<String, String>
    ) async throws -> Page {
        guard
            let form = page.text.matches(
                of: /<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/.dotMatchesNewlines()
            )
            .first(where: { $0.1.hasSuffix(end) })
        else { throw GalleryFailure(place: page.path, says: "has no form to \(end)") }
        let hidden = form.2.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)"/)
            .map { (String($0.1), String($0.2)) }
        let own = Set(fields.map(\.key))
        let all = hidden.filter { !own.contains($0.0) } + fields.map { ($0.key, $0.value) }
        let body = all.map { "\(PercentText.encoded($0.0))=\(PercentText.encoded($0.1))" }.joined(
            separator: "&")
        return try await send(.POST, String(form.1).replacing("&amp;", with: "&"), body)
    }

    private mutating func send(_ method: HTTPMethod, _ path: String, _ body: String?) async throws -> Page {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers.add(name: "Accept", value: "text/html")
        request.headers.add(name: "Accept-Language", value: language.rawValue)
        request.headers.add(name: "Sec-Fetch-Site", value: "same-origin")
        if !cookies.isEmpty {
            let all = cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; ")
            request.headers.add(name: "Cookie", value: all)
        }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let answer = try await client.execute(request, timeout: .seconds(60))
        for cookie in answer.headers["Set-Cookie"] { keep(cookie) }
        let bytes = try await answer.body.collect(upTo: 16 << 20)
        return Page(
            path: path, status: Int(answer.status.code), location: answer.headers.first(name: "Location"),
            bytes: Array(bytes.readableBytesView))
    }

    private mutating func keep(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
        if pair.count == 2 { cookies[pair[0]] = pair[1] }
    }
}

/// A page that is not as the gallery expects it.
struct GalleryFailure: Error, CustomStringConvertible {
    let place: String
    let says: String

    var description: String { "\(place) \(says)" }
}
