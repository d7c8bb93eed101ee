import Foundation

/// Live streams, each on a connection of its own, of many shops: what happens in one of them is told to a hundredth.
final class LiveStreams {
    private static let shops = 100

    private let server: RunningServer
    /// The sockets of each shop.
    private var sockets: [[Int32]] = []

    init(_ server: RunningServer) { self.server = server }

    deinit { for socket in sockets.joined() { close(socket) } }

    /// Makes the shops and opens the streams.
    /// - Returns: what a stream costs the server while nothing happens, in KB.
    func open(_ count: Int) async throws -> Double {
        for shop in 0..<Self.shops {
            _ = try await server.call(
                "POST", "/v1/shops",
                #"{"id":"\#(Self.name(shop))","name":"live","currency":"CNY","timeZone":"Asia/Shanghai","policy":"seven-day"}"#
            )
            _ = try await server.call(
                "POST", "/v1/shops/\(Self.name(shop))/imports/customers",
                #"{"id":"C1","givenName":"梅","familyName":"李"}"#, type: "application/x-ndjson")
        }
        let before = server.megabytes
        for shop in 0..<Self.shops {
            sockets.append(
                try (0..<count / Self.shops).map { _ in try Self.stream(of: Self.name(shop), on: server) })
        }
        // Until the first bytes of the last one have come, and the server has settled.
        try await Task.sleep(for: .seconds(2))
        return (server.megabytes - before) * 1024 / Double(sockets.joined().count)
    }

    /// Something happens once a second, in one shop after the other.
    /// - Returns: milliseconds until each stream of the shop has told it, counted from before the call.
    func tell(times: Int) async throws -> [Double] {
        var delays: [Double] = []
        for turn in 0..<times {
            let (shop, start) = (turn % Self.shops, ContinuousClock.now)
            let listening = Self.listen(to: sockets[shop], from: start)
            _ = try await server.call(
                "POST", "/v1/shops/\(Self.name(shop))/complaints",
                #"{"customerId":"C1","cause":"service","words":"慢"}"#)
            delays += try await listening.value
            try await Task.sleep(until: start + .seconds(1), clock: .continuous)
        }
        return delays
    }

    private static func name(_ shop: Int) -> String { "live-\(shop)" }

    /// Waits on a thread of its own until every socket has something to read.
    private static func listen(
        to sockets: [Int32], from start: ContinuousClock.Instant
    ) -> Task<[Double], any Error> {
        Task.detached {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { continuation.resume(with: Result { try arrivals(sockets, start) }) }
            }
        }
    }

    private static func arrivals(
        _ sockets: [Int32], _ start: ContinuousClock.Instant
    ) throws -> [Double] {
        var (waiting, delays) = (
            sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }, [Double]()
        )
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while !waiting.isEmpty {
            guard poll(&waiting, nfds_t(waiting.count), 10_000) > 0 else {
                throw BenchFailure("\(waiting.count) of \(sockets.count) streams were told nothing")
            }
            let time = (ContinuousClock.now - start).components
            let delay = Double(time.seconds) * 1_000 + Double(time.attoseconds) / 1e15
            waiting.removeAll { one in
                guard one.revents != 0 else { return false }
                let count = recv(one.fd, &bytes, bytes.count, 0)
                // Signs of life, and what was sent when the stream was opened, are no events.
                guard count > 0, String(decoding: bytes[..<count], as: UTF8.self).contains("data:") else {
                    return false
                }
                delays.append(delay)
                return true
            }
        }
        return delays
    }

    /// The socket of a stream that has begun.
    static func stream(of shop: String, on server: RunningServer) throws -> Int32 {
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
        var first = [UInt8](repeating: 0, count: 16_384)
        guard connected == 0, send(socket, request, request.utf8.count, 0) == request.utf8.count,
            recv(socket, &first, first.count, 0) > 0
        else {
            close(socket)
            throw BenchFailure("a stream could not be opened: \(String(cString: strerror(errno)))")
        }
        return socket
    }
}
