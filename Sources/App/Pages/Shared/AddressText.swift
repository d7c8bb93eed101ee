import Customers

/// An address on one line, as its country writes it.
enum AddressText {
    static func line(_ address: Address) -> String {
        let parts = [
            address.postalCode, address.country, address.region == address.city ? "" : address.region,
            address.city, address.line1, address.line2,
        ]
        let isChinese = ["CN", "TW", "HK", "MO"].contains(address.country)
        let shown =
            isChinese
            ? Array(parts.dropFirst(2)) : [parts[4], parts[5], parts[3], parts[2], parts[0], parts[1]]
        return shown.filter { !$0.isEmpty }.joined(separator: isChinese ? " " : ", ")
    }
}
