/// Finds who is named in a text and where somebody lives, for those who must not be told: names by how they are
/// introduced, postal addresses by how they are made. Other names and places are not found.
public enum PeopleAndAddresses {
    /// Longer texts are read whole, however long.
    public static func find(in text: String) -> [Entity] {
        guard text.unicodeScalars.contains(where: { !$0.isASCII || $0.properties.isUppercase || isDigit($0) })
        else { return [] }
        let reading = Reading(text)
        let addresses = mayHoldAddress(text) ? AddressFinder().find(reading) : []
        let people = PersonFinder(places: PlaceFinder()).find(reading)
        return
            (addresses + people.filter { person in addresses.allSatisfy { !$0.range.overlaps(person.range) } })
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static let signs = Set("省市区區县縣镇鎮乡鄉村州旗路街巷弄号號室楼樓园園院苑厦廈场場".unicodeScalars)

    private static func mayHoldAddress(_ text: String) -> Bool {
        text.unicodeScalars.contains { isDigit($0) || signs.contains($0) }
    }
}
