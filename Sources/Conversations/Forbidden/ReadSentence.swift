import Language

/// A message cut into sentences, each as it is searched for words: in small letters, simplified, and without the gaps
/// that people put between characters to hide a word.
enum ReadSentence {
    static func all(in text: String) -> [[UInt32]] {
        let scalars = NormalText(text).scalars
        var (sentences, sentence) = ([[UInt32]](), [UInt32]())
        for (place, scalar) in scalars.enumerated() {
            if isEnd(scalar, at: place, of: scalars) {
                sentences.append(sentence)
                sentence = []
            } else {
                sentence.append(scalar)
            }
        }
        return (sentences + [sentence]).map(joined).filter { !$0.isEmpty }
    }

    /// A full stop inside an address or a number ends nothing.
    private static func isEnd(_ scalar: UInt32, at place: Int, of scalars: [UInt32]) -> Bool {
        guard ends.contains(scalar) else { return false }
        guard scalar == 0x2E, place > 0, place + 1 < scalars.count else { return true }
        return !(isWord(scalars[place - 1]) && isWord(scalars[place + 1]))
    }

    private static func joined(_ sentence: [UInt32]) -> [UInt32] {
        var joined: [UInt32] = []
        for (place, scalar) in sentence.enumerated() {
            if gaps.contains(scalar), joined.last.map(isChinese) == true,
                sentence[place...].first(where: { !gaps.contains($0) }).map(isChinese) == true
            {
                continue
            }
            joined.append(scalar)
        }
        return joined
    }

    private static func isWord(_ scalar: UInt32) -> Bool {
        scalar.isSmallLetter || (0x30...0x39).contains(scalar)
    }

    private static func isChinese(_ scalar: UInt32) -> Bool { (0x3400...0x9FFF).contains(scalar) }

    private static let ends = Set(".!?;".unicodeScalars.map(\.value))
    private static let gaps = Set(" *-_~|/+\"'[]()·".unicodeScalars.map(\.value))
}
