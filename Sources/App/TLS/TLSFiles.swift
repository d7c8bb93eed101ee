/// Where the server's certificate lies.
public struct TLSFiles: Sendable, Equatable {
    /// PEM: the certificate first, then those that lead to its root.
    public let certificate: String
    /// PEM, without a passphrase.
    public let key: String

    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
