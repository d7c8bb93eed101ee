/// Percent-encoded text, as it stands in addresses and forms.
public enum PercentText {
    /// - Returns: nil for a broken escape and for bytes that are no UTF-8.
    static func decoded(_ text: some StringProtocol) -> String? { decoded(text.utf8, plusIsSpace: false) }

    /// The same for forms and queries, where `+` is a space.
    static func decodedForm(_ bytes: some Sequence<UInt8>) -> String? { decoded(bytes, plusIsSpace: true) }

    /// A value as it may stand in a query.
    public static func encoded(_ text: String) -> String {
        String(
            decoding: text.utf8.flatMap { isPlain($0) ? [$0] : Array("%\([$0].hex.uppercased())".utf8) },
            as: UTF8.self)
    }

    private static func decoded(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
        var result: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next()?.hexValue, let low = iterator.next()?.hexValue else {
                    return nil
                }
                result.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }
}
