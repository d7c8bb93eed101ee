import Base
import Customers

/// An address as somebody writes it in a message, in the parts that an order has. What they leave out stays as it was
/// where what they write names nothing else; the whole is shown before anything is done.
struct WrittenAddress {
    let address: Address

    init(_ text: String, instead old: Address) {
        let plain = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        if let chinese = Self.chinese(plain, old) {
            address = chinese
        } else {
            address = Self.western(plain, old)
        }
    }

    /// `浙江省杭州市西湖区文三路100号`, `上海市徐汇区…`, or only the street.
    private static func chinese(_ text: String, _ old: Address) -> Address? {
        guard text.unicodeScalars.contains(where: { (0x3400...0x9FFF).contains($0.value) }) else {
            return nil
        }
        var rest = text[...]
        let region = cut(&rest, after: ["特别行政区", "自治区", "省"])
        let city = cut(&rest, after: ["自治州", "地区", "市"])
        let line = rest.trimmingPrefix(while: \.isWhitespace)
        guard !line.isEmpty else { return nil }
        // Cities of their own are their own region.
        return Address(
            line1: String(line), line2: "", city: city ?? old.city, region: region ?? city ?? old.region,
            country: old.country, postalCode: city == nil && region == nil ? old.postalCode : "")
    }

    /// What ends with one of some words near the beginning.
    private static func cut(_ rest: inout Substring, after ends: [String]) -> String? {
        for end in ends {
            guard let range = rest.firstRange(of: end),
                rest.distance(from: rest.startIndex, to: range.lowerBound) <= 8,
                range.lowerBound > rest.startIndex
            else { continue }
            let name = String(rest[..<range.upperBound])
            rest = rest[range.upperBound...]
            return name
        }
        return nil
    }

    /// `12 Elm St, Springfield, IL, 62701`: a street, a city, a region, a code.
    private static func western(_ text: String, _ old: Address) -> Address {
        var parts = text.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(
            String.init)
        var code: String?
        if let last = parts.last, let split = last.lastIndex(of: " "),
            last[split...].dropFirst().allSatisfy({ $0.isNumber || $0 == "-" })
        {
            parts[parts.count - 1] = String(last[..<split])
            parts.append(String(last[split...].dropFirst()))
        }
        if let last = parts.last, parts.count > 1, last.allSatisfy({ $0.isNumber || $0 == "-" }) {
            code = parts.removeLast()
        }
        let region = parts.count > 2 ? parts.removeLast() : nil
        let city = parts.count > 1 ? parts.removeLast() : nil
        return Address(
            line1: parts.joined(separator: ", "), line2: "", city: city ?? old.city,
            region: region ?? old.region, country: old.country,
            postalCode: code ?? (city == nil ? old.postalCode : ""))
    }
}
