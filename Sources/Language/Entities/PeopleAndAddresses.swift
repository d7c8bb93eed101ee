/// Finds who is named in a text and where somebody lives, for those who must not be told: names by how they are
/// introduced, postal addresses by how they are made. Other names and places are not found.
public enum PeopleAndAddresses {
    /// Longer texts are read whole, however long. Most hold nothing by which one could begin, and cost next to nothing.
    public static func find(in text: String) -> [Entity] {
        let traces = Traces(of: text)
        guard traces.ofAddress || traces.ofPerson else { return [] }
        let reading = Reading(text)
        let addresses = traces.ofAddress ? AddressFinder().find(reading) : []
        let people = traces.ofPerson ? PersonFinder(places: PlaceFinder()).find(reading) : []
        return
            (addresses + people.filter { person in addresses.allSatisfy { !$0.range.overlaps(person.range) } })
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// What must stand in a text that holds an address or a name.
    private struct Traces {
        let ofAddress: Bool
        let ofPerson: Bool

        private static let introductions = [
            "我叫", "我是", "姓名", "名字", "收件人", "收货人", "联系人", "先生", "女士", "小姐", "太太", "老师",
        ].map { Array($0.utf8) }
        private static let titles = ["mr", "ms", "dr", "miss"].map { Array($0.utf8) }
        private static let signs = AddressFinder.signs.map { Array($0.utf8) }

        init(of text: String) {
            let bytes = Array(
                NormalText.folded(text).reduce(into: "") { folded, scalar in
                    if let scalar = Unicode.Scalar(scalar) { folded.unicodeScalars.append(scalar) }
                }.utf8)
            func holds(_ parts: [[UInt8]]) -> Bool { parts.contains { Self.stands($0, in: bytes) } }
            let letters = text.utf8.contains { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
            let digits = bytes.contains { (0x30...0x39).contains($0) }
            let capitals = text.unicodeScalars.contains(where: \.properties.isUppercase)
            ofAddress = letters && digits || holds(Self.signs)
            ofPerson = capitals || holds(Self.introductions) || (letters && holds(Self.titles))
        }

        private static func stands(_ part: [UInt8], in bytes: [UInt8]) -> Bool {
            guard let first = part.first, part.count <= bytes.count else { return false }
            return (0...(bytes.count - part.count)).contains { place in
                bytes[place] == first && bytes[place..<(place + part.count)].elementsEqual(part)
            }
        }
    }
}
