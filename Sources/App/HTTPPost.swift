import AsyncHTTPClient
import Base
import NIOCore
import NIOHTTP1
import Webhooks

/// Posts webhooks: no redirects followed, ten seconds in all unless told, the answer's body left unread. The host's name is resolved
/// first, and the call goes to the address that was looked at, so that a name cannot lead elsewhere in between.
struct HTTPPost: Sendable {
    private let resolver: HostResolver
    private let clients = PinnedClients()
    private let patience: TimeAmount

    init(allowsPrivateAddresses: Bool, within patience: TimeAmount = .seconds(10)) {
        self.patience = patience
        resolver = HostResolver(allowsPrivateAddresses: allowsPrivateAddresses)
    }

    /// - Throws: `WebhookFault`.
    @Sendable func callAsFunction(
        _ url: String, _ headers: [String: String], _ body: [UInt8]
    ) async throws -> Int {
        let request = try Self.request(url, headers, body)
        guard let host = HTTPPost.host(of: url) else { throw WebhookFault.hostUnknown }
        let address = try await resolver.address(of: host)
        let client = await clients.client(for: host, at: address)
        do {
            return Int(try await client.execute(request, timeout: patience).status.code)
        } catch {
            throw WebhookFault.unreachable
        }
    }

    private static func request(
        _ url: String, _ headers: [String: String], _ body: [UInt8]
    ) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }
}

/// Clients that connect to one address for one host, kept while they are used. The name still stands in the request
/// and is what the certificate must be for.
private actor PinnedClients {
    private var clients: [String: HTTPClient] = [:]
    private var order: [String] = []

    private static let most = 64

    deinit { for client in clients.values { Self.end(client) } }

    func client(for host: String, at address: String) -> HTTPClient {
        let key = "\(host) \(address)"
        if let found = clients[key] { return found }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        configuration.dnsOverride = [host: address]
        // A call that waited for another one's end would count as one that was not answered.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Limits.callsOfOneNode
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        clients[key] = client
        order.append(key)
        if order.count > Self.most, let old = clients.removeValue(forKey: order.removeFirst()) {
            Self.end(old)
        }
        return client
    }

    /// A call that is still under way fails and is tried again; whether it was the last nobody needs to know.
    private static func end(_ client: HTTPClient) { client.shutdown { _ in } }
}
