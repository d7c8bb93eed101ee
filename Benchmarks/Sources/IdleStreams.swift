import Foundation

/// Live streams that are open and wait, each on a connection of its own.
struct IdleStreams {
    /// What a stream costs the server while nothing happens, in KB.
    static func kilobytesEach(_ count: Int, on server: RunningServer, shop: String) async throws -> Double {
        let before = server.megabytes
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        for _ in 0..<count { sockets.append(try open(on: server, shop: shop)) }
        // Until the first bytes of the last one have come, and the server has settled.
        try await Task.sleep(for: .seconds(2))
        return (server.megabytes - before) * 1024 / Double(count)
    }

    private static func open(on server: RunningServer, shop: String) throws -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(server.port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = """
            GET /v1/shops/\(shop)/events HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(RunningServer.key)\r
            \r

            """
        var first: UInt8 = 0
        guard connected == 0, send(socket, request, request.utf8.count, 0) == request.utf8.count,
            recv(socket, &first, 1, 0) == 1
        else {
            close(socket)
            throw BenchFailure("a stream could not be opened: \(String(cString: strerror(errno)))")
        }
        return socket
    }
}
