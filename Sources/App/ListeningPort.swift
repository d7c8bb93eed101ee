import NIOCore
import NIOPosix

/// Whether a server can listen where it is told to, asked before it makes anything.
public enum ListeningPort {
    /// - Throws: `IOError` as the server itself would, such as for a port that another program has.
    public static func check(_ configuration: Configuration) async throws {
        guard configuration.port != 0 else { return }
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: configuration.host, port: configuration.port).get()
        try await channel.close()
    }
}
