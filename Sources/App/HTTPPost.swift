import AsyncHTTPClient
import Base
import NIOCore
import NIOHTTP1
import Staff

/// Posts webhooks: no redirects followed, ten seconds in all, the answer's body left unread.
enum HTTPPost {
    static let shared: WebhookPost = { url, headers, body in
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        return Int(try await client.execute(request, timeout: .seconds(10)).status.code)
    }

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
