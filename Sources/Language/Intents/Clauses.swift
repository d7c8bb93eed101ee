/// A message cut where one thought ends and the next begins: at the end of sentences, at commas and blanks between Chinese,
/// and before words that add something.
struct Clauses {
    let texts: [String]

    init(_ text: String) {
        let reading = Reading(text)
        var cuts: [Range<Int>] = []
        var start = 0
        for place in reading.scalars.indices {
            if Self.ends(reading, place) {
                cuts.append(start..<place)
                start = place + 1
            } else if place > start, let word = reading.longest(at: place, of: Self.additions),
                Self.begins(reading, place, word)
            {
                cuts.append(start..<place)
                start = place
            }
        }
        cuts.append(start..<reading.scalars.count)
        texts = cuts.map { String(scalars: reading.scalars[$0]) }.filter { text in
            text.unicodeScalars.count(where: { $0.value.isHan }) >= 2 || text.split(separator: " ").count >= 2
        }
    }

    private static let additions = [
        "另外", "还有", "顺便", "然后", "而且", "以及", "并且", " and ", " also ", " but ", " plus ",
    ]

    private static func begins(_ reading: Reading, _ place: Int, _ word: String) -> Bool {
        word.hasPrefix(" ")
            || !reading.isAt(place, "还有货") && !reading.isAt(place, "还有吗") && !reading.isAt(place, "还有没")
    }

    private static func ends(_ reading: Reading, _ place: Int) -> Bool {
        switch reading[place] {
        case 0x21, 0x3B, 0x3F, 0x0A: true
        case 0x2C: !reading[place + 1].isDigit
        case 0x2E: !reading[place + 1].isDigit && !reading[place + 1].isLatinLetter
        case 0x20: reading[place - 1].isHan || reading[place + 1].isHan
        default: false
        }
    }
}
