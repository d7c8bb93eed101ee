import Base
import Foundation
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// The certificate that the server shows, read from two PEM files and read again when they change. Connections that
/// are open go on as they are; each new one gets what was read last.
public final class TLSIdentity: Sendable {
    /// Why a certificate is not taken.
    public struct Unusable: Error, CustomStringConvertible {
        public let description: String
    }

    private struct Pair: Sendable {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        /// Of both files, so that an unchanged pair is not read again.
        let bytes: [[UInt8]]

        var override: NIOSSLContextConfigurationOverride {
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = chain.map { .certificate($0) }
            override.privateKey = .privateKey(key)
            return override
        }
    }

    /// What came of looking at the files again.
    public enum Reading: Sendable, Equatable { case unchanged, taken }

    private let files: TLSFiles
    private let shown: Mutex<Pair>

    /// - Throws: `Unusable` for files that cannot be read, hold no certificate or key, or do not belong together.
    public init(_ files: TLSFiles) throws {
        self.files = files
        shown = Mutex(try Self.read(files))
    }

    /// Looks at the files and shows what they hold from the next connection on.
    /// - Throws: `Unusable`; what was shown goes on being shown.
    public func read() throws -> Reading {
        let pair = try Self.read(files)
        return shown.withLock { shown in
            guard pair.bytes != shown.bytes else { return .unchanged }
            shown = pair
            return .taken
        }
    }

    /// When the certificate that is shown stops being valid, for the metrics and the log.
    public var notAfter: Timestamp? {
        shown.withLock { $0.chain.first }.map { Timestamp(milliseconds: Int64($0.notValidAfter) * 1000) }
    }

    /// TLS 1.2 and later, HTTP/1.1; the certificate is asked for at each handshake.
    var configuration: TLSConfiguration {
        let pair = shown.withLock { $0 }
        var configuration = Self.configuration(of: pair)
        configuration.sslContextCallback = { [self] _, promise in
            promise.succeed(shown.withLock { $0 }.override)
        }
        return configuration
    }

    private static func configuration(of pair: Pair) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: pair.chain.map { .certificate($0) }, privateKey: .privateKey(pair.key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private static func read(_ files: TLSFiles) throws -> Pair {
        let (certificate, key) = (try bytes(files.certificate), try bytes(files.key))
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(certificate)
            guard !chain.isEmpty else {
                throw Unusable(description: "\(files.certificate) holds no certificate")
            }
            let pair = Pair(
                chain: chain, key: try NIOSSLPrivateKey(bytes: key, format: .pem), bytes: [certificate, key])
            // The library compares key and certificate when it makes a context of them.
            _ = try NIOSSLContext(configuration: configuration(of: pair))
            return pair
        } catch let unusable as Unusable {
            throw unusable
        } catch {
            throw Unusable(
                description: "\(files.certificate) and \(files.key) are no certificate with its key: \(error)"
            )
        }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Unusable(description: "\(path) cannot be read")
        }
        return Array(data)
    }
}
