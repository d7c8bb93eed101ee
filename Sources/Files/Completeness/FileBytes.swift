/// The bytes of a file, asked for at places that may lie beyond its end.
struct FileBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    subscript(_ place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

    /// An unsigned number of up to seven bytes, the most significant first.
    func big(_ length: Int, at place: Int) -> Int? { number(place..<place + length) }

    /// The same with the least significant byte first.
    func little(_ length: Int, at place: Int) -> Int? { number((place..<place + length).reversed()) }

    /// Four letters, such as a chunk's name.
    func name(at place: Int) -> String? {
        guard place >= 0, place + 4 <= count else { return nil }
        return String(decoding: bytes[place..<place + 4], as: UTF8.self)
    }

    /// Where two bytes stand for the last time after a place.
    func last(_ pair: (UInt8, UInt8), after place: Int) -> Int? {
        var index = count - 2
        while index >= place {
            if bytes[index] == pair.0, bytes[index + 1] == pair.1 { return index }
            index -= 1
        }
        return nil
    }

    /// Whether a text stands in the last bytes.
    func ends(within length: Int, with text: String) -> Bool {
        bytes.suffix(length).firstRange(of: Array(text.utf8)) != nil
    }

    private func number(_ places: some Sequence<Int>) -> Int? {
        var value = 0
        for place in places {
            guard let byte = self[place] else { return nil }
            value = value << 8 | Int(byte)
        }
        return value
    }
}
