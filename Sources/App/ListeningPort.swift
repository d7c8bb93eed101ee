import Foundation
import NIOCore

/// Whether a server can listen where it is told to, asked before it makes anything.
public enum ListeningPort {
    /// Takes the address for a moment without listening there, so that nobody who connects meanwhile is let in: who
    /// was would wait for ever. What another program does in the moment after is told by the server's own start.
    /// - Throws: `IOError` as the server itself would, such as for a port that another program has.
    public static func check(_ configuration: Configuration) throws {
        try check(configuration.host, configuration.port)
        if let metrics = configuration.metricsListen { try check(metrics.host, metrics.port) }
    }

    private static func check(_ host: String, _ port: Int) throws {
        guard port != 0 else { return }
        let address = try SocketAddress.makeAddressResolvingHost(host, port: port)
        let probe = socket(
            CInt(address.protocol.rawValue), CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        defer { close(probe) }
        // As the server does: connections of an earlier one that are still ending are no obstacle.
        var isOn: CInt = 1
        setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<CInt>.size))
        let bound = address.withSockAddr { bind(probe, $0, socklen_t($1)) }
        guard bound == 0 else { throw IOError(errnoCode: errno, reason: "bind") }
    }
}
