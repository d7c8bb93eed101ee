import Base
import Logging
import Staff

/// The key of whoever runs the installation.
public struct RootKey {
    private let services: Services

    public init(services: Services) { self.services = services }

    /// Installs the configured key in a new data directory, or makes one.
    /// - Returns: a key that was made, to be shown once.
    /// - Throws: `rootKeyInvalid` when the configured one is not 12 to 128 printable ASCII characters.
    public func install() async throws -> String? {
        if let text = services.configuration.rootKey {
            if try await services.keys.installRootKey(text) == .differs {
                services.logger.warning(
                    "HUITOU_ROOT_KEY differs from this data directory's root key, which stays")
            }
            return nil
        }
        let made = "root_" + services.outside.bytes(20).map { Self.alphabet[Int($0) % Self.alphabet.count] }
        return try await services.keys.installRootKey(made) == .installed ? made : nil
    }

    /// Letters and digits that are not mistaken for each other; 32 of them, so that every byte draws fairly.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789x")
}
