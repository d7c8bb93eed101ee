/// A number in a text, in thousandths.
struct Figure {
    let thousandths: Int64
    /// Where it ends.
    let end: Int

    var whole: Int? { thousandths % 1000 == 0 ? Int(thousandths / 1000) : nil }
}

extension Reading {
    /// The number that begins at a place: `1,299.00`, `3.5万`, `三百五`, `半`, `twenty`.
    func figure(at place: Int) -> Figure? {
        if self[place].isDigit { return digits(at: place) }
        if self[place].isHan { return chinese(at: place) }
        return english(at: place)
    }

    private func digits(at start: Int) -> Figure? {
        var (place, value) = (start, Int64(0))
        while true {
            if self[place].isDigit {
                value = value * 10 + Int64(self[place] - 0x30)
                place += 1
                if place - start > 14 { return nil }
            } else if self[place] == 0x2C, place > start, (1...3).allSatisfy({ self[place + $0].isDigit }),
                !self[place + 4].isDigit
            {
                place += 1
            } else {
                break
            }
        }
        value *= 1000
        if self[place] == 0x2E, self[place + 1].isDigit {
            var unit: Int64 = 100
            place += 1
            while self[place].isDigit {
                value += Int64(self[place] - 0x30) * unit
                unit /= 10
                place += 1
            }
        }
        if let power = Self.powers[self[place]], value < 1_000_000_000_000 {
            return Figure(thousandths: value * power, end: place + 1)
        }
        return Figure(thousandths: value, end: place)
    }

    private func chinese(at start: Int) -> Figure? {
        if isAt(start, "半") { return Figure(thousandths: 500, end: start + 1) }
        var (place, whole, section, digit, unit) = (start, Int64(0), Int64(0), Int64(-1), Int64(10))
        var isPlain = true
        while place - start < 12 {
            if let value = Self.numerals[self[place]] {
                digit = digit >= 0 && isPlain ? digit * 10 + value : value
            } else if let power = Self.powers[self[place]], place > start || self[place] == 0x5341 {
                isPlain = false
                if power == 10_000 {
                    whole += (section + max(digit, 0)) * power
                    section = 0
                } else {
                    section += (digit < 0 ? 1 : digit) * power
                }
                (digit, unit) = (-1, power)
            } else {
                break
            }
            place += 1
        }
        guard place > start else { return nil }
        if digit >= 0 {
            // 三百五 is 350, 三百零五 is 305, 十五 is 15.
            let isShort = !isPlain && unit >= 100 && self[place - 2] != 0x96F6 && self[place - 2] != 0x3007
            section += isShort ? digit * unit / 10 : digit
        }
        return Figure(thousandths: (whole + section) * 1000, end: place)
    }

    private func english(at place: Int) -> Figure? {
        guard let first = word(at: place), words[first].range.lowerBound == place, words[first].kind == .latin
        else { return nil }
        if words[first].text == "half" { return Figure(thousandths: 500, end: words[first].range.upperBound) }
        guard var value = Self.numberWords[words[first].text] else { return nil }
        var last = first
        while last + 1 < words.count, let more = Self.numberWords[words[last + 1].text] {
            if more == 100 || more == 1000 || more == 12 && words[last + 1].text == "dozen" {
                value *= more
            } else if value % 100 >= 20 && more < 10 || value >= 100 {
                value += more
            } else {
                break
            }
            last += 1
        }
        return Figure(thousandths: value * 1000, end: words[last].range.upperBound)
    }

    private static let numerals = table("零0〇0一1二2两2俩2三3仨3四4五5六6七7八8九9")
    private static let powers = Dictionary(
        uniqueKeysWithValues: [("十", 10), ("百", 100), ("千", 1000), ("万", 10_000)].map {
            ($0.0.unicodeScalars.first?.value ?? 0, Int64($0.1))
        })
    private static let numberWords: [String: Int64] = Dictionary(
        uniqueKeysWithValues: [
            "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8,
            "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
            "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
            "forty": 40,
            "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
            "thousand": 1000,
            "dozen": 12, "couple": 2,
        ].map { ($0.key, $0.value) })

    private static func table(_ pairs: String) -> [UInt32: Int64] {
        let scalars = Array(pairs.unicodeScalars)
        return Dictionary(
            uniqueKeysWithValues: stride(from: 0, to: scalars.count, by: 2).map {
                (scalars[$0].value, Int64(scalars[$0 + 1].value - 0x30))
            })
    }
}
