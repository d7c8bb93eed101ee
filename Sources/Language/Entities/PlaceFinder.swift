/// Finds where something is sent to or ordered from: countries by their names, and capitalised words after words of
/// delivery.
struct PlaceFinder {
    func find(_ reading: Reading) -> [Entity] {
        var found: [Entity] = []
        var word = 0
        while word < reading.words.count {
            if let end = country(reading, word),
                isDirection(reading, word) || reading.words[word].text.count > 3
            {
                found.append(reading.entity(.country, span(reading, word, end)))
                word = end
            } else if let end = city(reading, word) {
                found.append(reading.entity(.place, span(reading, word, end)))
                word = end
            } else {
                word += 1
            }
        }
        return found
    }

    /// Where the name of a country ends that begins with a word.
    func country(_ reading: Reading, _ word: Int) -> Int? {
        guard reading.words[word].kind == .latin else { return nil }
        for count in [3, 2, 1] where word + count <= reading.words.count {
            let words = reading.words[word..<word + count]
            guard words.allSatisfy({ $0.kind == .latin }) else { continue }
            let name = words.map(\.text).joined(separator: " ")
            if Self.countries.contains(name), count > 1 || reading.words[word].isCapital || name.count > 4 {
                return word + count
            }
        }
        return nil
    }

    /// Whether a word follows what one says of sending and ordering: `deliver to`, `ship to`, `order from`, `live in`.
    func isPlaceContext(_ reading: Reading, _ word: Int) -> Bool {
        guard isDirection(reading, word) else { return false }
        if word > 1,
            ["address", "invoice", "bill", "refund"].contains(where: {
                reading.words[word - 2].text.isNearly($0)
            })
        {
            return false
        }
        if reading.words[word - 1].text == "in" { return true }
        return reading.latin(before: word - 1, 5).contains { before in
            Self.sending.contains {
                before.isNearly($0) || (before.count > 5 && before.hasSuffix($0) && $0.count > 3)
            }
        }
    }

    private func isDirection(_ reading: Reading, _ word: Int) -> Bool {
        word > 0
            && (["to", "in", "into", "at", "for"].contains(reading.words[word - 1].text)
                || reading.words[word - 1].text.isNearly("from"))
    }

    private static let sending = [
        "deliver", "delivery", "deliveries", "delivering", "ship", "shipping", "shipment", "shipments",
        "shipped", "send", "sending", "order",
        "ordering", "purchase", "buy", "live", "mail", "post",
    ]

    private func city(_ reading: Reading, _ word: Int) -> Int? {
        guard isPart(reading.words[word]), isPlaceContext(reading, word) else { return nil }
        var end = word + 1
        while end < reading.words.count, end - word < 3, isPart(reading.words[end]),
            reading.words[end].range.lowerBound - reading.words[end - 1].range.upperBound == 1
        { end += 1 }
        return end
    }

    private func isPart(_ word: Reading.Word) -> Bool {
        word.kind == .latin && word.isCapital && word.text.count > 1
            && ![
                "my", "mr", "mrs", "ms", "i'm", "the", "your", "order", "monday", "tuesday", "wednesday",
                "thursday", "friday", "saturday", "sunday", "paypal", "english",
            ].contains(word.text)
    }

    private func span(_ reading: Reading, _ word: Int, _ end: Int) -> Range<Int> {
        reading.words[word].range.lowerBound..<reading.words[end - 1].range.upperBound
    }

    /// States that parcels go to, by the names that people write.
    private static let countries = Set(
        """
        afghanistan,albania,algeria,andorra,angola,argentina,armenia,australia,austria,azerbaijan,bahamas,bahrain,bangladesh,barbados,belarus,
        belgium,belize,benin,bhutan,bolivia,bosnia,botswana,brazil,brunei,bulgaria,burundi,cambodia,cameroon,canada,chad,chile,china,colombia,
        congo,costa rica,croatia,cuba,cyprus,czechia,czech republic,denmark,dominica,dominican republic,ecuador,egypt,el salvador,england,
        eritrea,estonia,ethiopia,fiji,finland,france,gabon,gambia,georgia,germany,ghana,great britain,greece,grenada,guatemala,guinea,guyana,
        haiti,holland,honduras,hong kong,hungary,iceland,india,indonesia,iran,iraq,ireland,israel,italy,ivory coast,jamaica,japan,jordan,
        kazakhstan,kenya,kosovo,kuwait,kyrgyzstan,laos,latvia,lebanon,liberia,libya,liechtenstein,lithuania,luxembourg,macau,madagascar,malawi,
        malaysia,maldives,mali,malta,mauritius,mexico,moldova,monaco,mongolia,montenegro,morocco,mozambique,myanmar,namibia,nepal,netherlands,
        the netherlands,new zealand,nicaragua,niger,nigeria,north macedonia,northern ireland,norway,oman,pakistan,panama,paraguay,peru,
        philippines,poland,portugal,puerto rico,qatar,romania,russia,rwanda,samoa,saudi arabia,scotland,senegal,serbia,singapore,slovakia,
        slovenia,somalia,south africa,south korea,korea,spain,sri lanka,sudan,suriname,sweden,switzerland,syria,taiwan,tajikistan,tanzania,
        thailand,togo,trinidad,tunisia,turkey,turkmenistan,uganda,ukraine,united arab emirates,uae,united kingdom,uk,united states,
        united states of america,usa,us,america,uruguay,uzbekistan,venezuela,vietnam,wales,yemen,zambia,zimbabwe
        """.split(whereSeparator: { $0 == "," || $0 == "\n" }).map(String.init))
}
