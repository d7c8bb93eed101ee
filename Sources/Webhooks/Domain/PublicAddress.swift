/// Whether an address lies in the public Internet: everything that IANA's registries of special-purpose addresses
/// (RFC 6890 and what followed it) set aside is refused, so that a name cannot lead a call into the machine's network.
public enum PublicAddress {
    /// - Parameter bytes: 4 of IPv4 or 16 of IPv6, as they travel.
    public static func contains(_ bytes: [UInt8]) -> Bool {
        switch bytes.count {
        case 4: !special4.contains { $0.contains(bytes) }
        case 16: isPublic6(bytes)
        default: false
        }
    }

    private static func isPublic6(_ bytes: [UInt8]) -> Bool {
        // An IPv4 address in the clothes of IPv6 (RFC 4291, 2.5.5.2).
        if Block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255], 96).contains(bytes) {
            return contains(Array(bytes[12...]))
        }
        return Block([0x20], 3).contains(bytes) && !special6.contains { $0.contains(bytes) }
    }

    private struct Block {
        let prefix: [UInt8]
        let bits: Int

        init(_ prefix: [UInt8], _ bits: Int) { (self.prefix, self.bits) = (prefix, bits) }

        func contains(_ bytes: [UInt8]) -> Bool {
            (0..<bits).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                let wanted = bit / 8 < prefix.count ? prefix[bit / 8] : 0
                return bytes[bit / 8] & mask == wanted & mask
            }
        }
    }

    private static let special4 = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8), Block([169, 254], 16),
        Block([172, 16], 12), Block([192, 0, 0], 24), Block([192, 0, 2], 24), Block([192, 88, 99], 24),
        Block([192, 168], 16), Block([198, 18], 15), Block([198, 51, 100], 24), Block([203, 0, 113], 24),
        Block([224], 4), Block([240], 4),
    ]

    /// Inside 2000::/3, the only block that is handed out: protocol assignments with Teredo, documentation, 6to4.
    private static let special6 = [
        Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x20, 0x02], 16),
        Block([0x3F, 0xFF], 20),
    ]
}
