import Base
import Foundation

/// Where a product's picture lies: an `https` address, or a path of this server that begins with `/`.
///
/// Pages load it from the customer's browser, so its origin is named in their content security policy. Nothing that
/// could say more in such a header gets through: an origin is a host and perhaps a port.
public struct ProductImage: Sendable, Hashable {
    public let address: String
    /// `https://img.example.com`; nil for a picture of this server.
    public let origin: String?

    /// - Returns: nil for what is neither.
    public init?(_ address: String) {
        guard address.utf8.count <= Limits.addressBytes,
            address.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.unsafe.contains($0) })
        else { return nil }
        self.address = address
        if address.hasPrefix("/"), !address.hasPrefix("//") {
            origin = nil
            return
        }
        guard let parts = URLComponents(string: address), parts.scheme == "https", parts.user == nil,
            let host = parts.host, Self.isName(host)
        else { return nil }
        origin = "https://\(host.lowercased())\(parts.port.map { ":\($0)" } ?? "")"
    }

    private static let unsafe: Set<UInt8> = [
        UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
        UInt8(ascii: "`"),
    ]

    private static func isName(_ host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
