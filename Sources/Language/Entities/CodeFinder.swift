/// Finds e-mail addresses, and numbers of orders, invoices, parcels, items, telephones and postal districts.
///
/// A number is told first by its own shape (formats of carriers and platforms as their public documents give them),
/// then by the words before it.
struct CodeFinder {
    let orderFormats: [CodeFormat]

    func find(_ reading: Reading) -> [Entity] { emails(reading) + codes(reading) }

    private func emails(_ reading: Reading) -> [Entity] {
        reading.scalars.indices.filter { reading[$0] == 0x40 }.flatMap { at -> [Entity] in
            var (start, end) = (at, at + 1)
            while Self.isMailPart(reading[start - 1]) { start -= 1 }
            while reading[start] == 0x2E || reading[start] == 0x2D { start += 1 }
            while Self.isMailPart(reading[end]) { end += 1 }
            while reading[end - 1] == 0x2E || reading[end - 1] == 0x2D { end -= 1 }
            guard start < at, end > at + 3, reading.scalars[at..<end].contains(0x2E) else { return [] }
            let name = isUserName(reading.scalars[start..<at]) ? [reading.entity(.userName, start..<at)] : []
            return [reading.entity(.email, start..<end)] + name
        }
    }

    private static func isMailPart(_ scalar: UInt32) -> Bool {
        scalar.isDigit || (scalar >= 0x61 && scalar <= 0x7A)
            || [0x2E, 0x5F, 0x25, 0x2B, 0x2D].contains(scalar)
    }

    /// `mei_patel_7272`: words and a number joined by underscores.
    private func isUserName(_ code: ArraySlice<UInt32>) -> Bool {
        let parts = code.split(separator: 0x5F)
        return parts.count >= 2 && parts.last?.allSatisfy(\.isDigit) == true && (parts.last?.count ?? 0) >= 3
            && parts.dropLast().allSatisfy { $0.allSatisfy(\.isLatinLetter) }
    }

    private func codes(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var next = 0
        while next < reading.scalars.count {
            guard let end = codeEnd(reading, next) else {
                next += 1
                continue
            }
            let place = afterGluedWord(reading, next..<end)
            if let kind = kind(reading, place..<end) {
                found.append(reading.entity(kind, start(reading, place, kind)..<end))
            }
            next = end
        }
        return found
    }

    /// A `#` belongs to a number, an area code in brackets to a telephone.
    private func start(_ reading: Reading, _ place: Int, _ kind: EntityKind) -> Int {
        if kind == .phone, CodeContext.hasAreaCode(reading, place) {
            return place - (reading[place - 1] == 0x20 ? 6 : 5)
        }
        return [0x23, 0x2116].contains(reading[place - 1]) && kind != .phone && kind != .postcode
            ? place - 1 : place
    }

    /// `order113542617735902`: a word and its number without a blank between.
    private func afterGluedWord(_ reading: Reading, _ range: Range<Int>) -> Int {
        let letters = reading.scalars[range].prefix(while: \.isLatinLetter)
        let isGlued =
            letters.count >= 4 && range.count - letters.count >= 6
            && reading.scalars[letters.endIndex..<range.upperBound].allSatisfy(\.isDigit)
        return isGlued ? letters.endIndex : range.lowerBound
    }

    /// Where a run of letters and digits ends that begins here; single hyphens, and blanks between digits of a
    /// telephone, belong to it.
    private func codeEnd(_ reading: Reading, _ start: Int) -> Int? {
        guard Self.isCodePart(reading[start]) || (reading[start] == 0x2B && reading[start + 1].isDigit),
            !Self.isCodePart(reading[start - 1]), reading[start - 1] != 0x40, reading[start - 1] != 0x2E
        else { return nil }
        var end = start + 1
        while true {
            if Self.isCodePart(reading[end]) {
                end += 1
            } else if [0x2D, 0x20].contains(reading[end]), reading[end - 1].isDigit, reading[end + 1].isDigit,
                reading[end] == 0x2D || Self.isSpacedPhone(reading, start, end)
            {
                end += 1
            } else {
                break
            }
        }
        if reading[end] == 0x40 { return nil }
        let digits = reading.scalars[start..<end].count { $0.isDigit }
        return digits >= 4 ? end : nil
    }

    private static func isCodePart(_ scalar: UInt32) -> Bool {
        scalar.isDigit || (scalar >= 0x61 && scalar <= 0x7A) || scalar == 0x5F
    }

    /// `138 0013 8000`, `+86 138...`: groups of two to four digits from the start to here.
    private static func isSpacedPhone(_ reading: Reading, _ start: Int, _ end: Int) -> Bool {
        let groups = reading.scalars[start..<end].split { $0 == 0x20 || $0 == 0x2D || $0 == 0x2B }
        var next = end + 1
        while reading[next].isDigit { next += 1 }
        let longest = reading[start] == 0x2B ? 11 : 4
        return groups.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(\.isDigit) }
            && (3...longest).contains(next - end - 1)
    }

    private func kind(_ reading: Reading, _ range: Range<Int>) -> EntityKind? {
        let code = reading.scalars[range]
        if isUserName(code) { return .userName }
        if code.contains(0x5F) { return nil }
        let context = CodeContext(reading, range)
        if orderFormats.contains(where: { $0.matches(code) }) { return .orderNumber }
        let shape = CodeShape(code)
        if context.says == .invoiceNumber || context.says == .itemNumber || context.says == .trackingNumber {
            return context.says
        }
        if shape.isTracking { return .trackingNumber }
        if shape.isPhone(mayBeBare: context.says == .phone) { return .phone }
        if context.says == .postcode, shape.isPostcode { return .postcode }
        guard orderFormats.isEmpty else { return nil }
        if shape.isPlatformOrder { return .orderNumber }
        if context.says == .orderNumber, shape.digits >= 4 { return .orderNumber }
        return nil
    }
}
