/// What the words around a code say about it.
struct CodeContext {
    let says: EntityKind?

    init(_ reading: Reading, _ range: Range<Int>) {
        says =
            Self.hasAreaCode(reading, range.lowerBound)
            ? .phone
            : Self.chinese(reading, range.lowerBound) ?? Self.english(reading, range)
    }

    /// `(415) ` before a place.
    static func hasAreaCode(_ reading: Reading, _ place: Int) -> Bool {
        let end = reading[place - 1] == 0x20 ? place - 2 : place - 1
        return reading[end] == 0x29 && reading[end - 4] == 0x28
            && (1...3).allSatisfy { reading[end - $0].isDigit }
    }

    private static func chinese(_ reading: Reading, _ place: Int) -> EntityKind? {
        if reading.has(["快递单", "运单", "物流单", "单号是顺丰", "包裹号", "快递号"], before: place, within: 5) {
            return .trackingNumber
        }
        if reading.has(["发票号", "发票号码", "税号"], before: place, within: 4) { return .invoiceNumber }
        if reading.has(["货号", "商品编号", "商品号", "款号", "商品id", "sku"], before: place, within: 4) {
            return .itemNumber
        }
        if reading.has(["电话", "手机", "手机号", "联系方式", "号码"], before: place, within: 5) { return .phone }
        if reading.has(["邮编", "邮政编码", "邮递区号"], before: place, within: 4) { return .postcode }
        if reading.has(["订单", "单号", "订单号", "编号", "订单编号"], before: place, within: 5) { return .orderNumber }
        return nil
    }

    private static func english(_ reading: Reading, _ range: Range<Int>) -> EntityKind? {
        guard let word = reading.word(at: range.lowerBound) else { return nil }
        let before = reading.latin(before: word, 6)
        for (distance, text) in before.enumerated() {
            for (kind, names, reach) in names where distance < reach {
                if names.contains(where: { text.isNearly($0) }) { return kind }
            }
        }
        if before.starts(with: ["in", "live"]) { return .postcode }
        return isAfterPlace(reading, word) ? .postcode : nil
    }

    /// What stands before a number, and within how many words.
    private static let names: [(EntityKind, [String], Int)] = [
        (.invoiceNumber, ["invoice", "invoices", "bill", "bills", "bil"], 2),
        (.itemNumber, ["item", "sku", "product"], 2),
        (.trackingNumber, ["tracking", "waybill", "consignment"], 3),
        (.postcode, ["zip", "postcode", "postal"], 6),
        (.phone, ["phone", "call", "mobile", "tel", "telephone", "whatsapp", "cell"], 3),
        (.orderNumber, ["order", "orders", "purchase", "purchases"], 3),
    ]

    /// `from Philadelphia, 19031`, `Houston, TX, 77004`, `Phoenix, AZ 85025`.
    private static func isAfterPlace(_ reading: Reading, _ word: Int) -> Bool {
        var place = word - 1
        if place >= 0, reading.words[place].text == "," { place -= 1 }
        guard place >= 0, reading.words[place].kind == .latin, reading.words[place].isCapital else {
            return false
        }
        return place == 0 || reading.words[word].range.count == 5
    }
}

extension String {
    /// Whether two words are the same but for one slip: a letter wrong, missing, too many, or two exchanged
    /// (Damerau 1964). Words under four letters must be the same.
    func isNearly(_ other: String) -> Bool {
        if self == other { return true }
        let (one, two) = (Array(unicodeScalars), Array(other.unicodeScalars))
        guard min(one.count, two.count) >= 4, abs(one.count - two.count) <= 1 else { return false }
        let head = zip(one, two).prefix { $0 == $1 }.count
        let tail = zip(one.reversed(), two.reversed()).prefix { $0 == $1 }.count
        if one.count != two.count { return head + tail >= min(one.count, two.count) }
        if head + tail + 1 >= one.count { return true }
        return head + tail + 2 == one.count && one[head] == two[head + 1] && one[head + 1] == two[head]
    }
}
