/// What language a text is written in.
public enum WrittenLanguage: String, Sendable, CaseIterable {
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"
    case english = "en"
    /// Chinese and English, each a considerable part.
    case mixed
    /// Neither: numbers, signs, other alphabets.
    case unknown

    /// Counts characters that only one of the scripts has, and Latin words.
    ///
    /// A Chinese text may hold names and codes in Latin letters (`iPhone`, `XL`), so that it is mixed only where it has
    /// at least three words of English in lower case and these are a third of what it says, a word counted as two characters.
    public init(of text: String) {
        var count = ScriptCount()
        for scalar in text.unicodeScalars { count.add(scalar.value) }
        count.endWord()
        self = count.language
    }
}

private struct ScriptCount {
    private var han = 0
    private var simplifiedOnly = 0
    private var traditionalOnly = 0
    private var words = 0
    private var letters = 0
    private var isPlainWord = true

    mutating func add(_ scalar: UInt32) {
        if scalar.isLatinLetter {
            letters += 1
            if letters > 1, scalar >= 0x41, scalar <= 0x5A { isPlainWord = false }
            return
        }
        if scalar.isDigit || scalar == 0x5F, letters > 0 { isPlainWord = false }
        endWord()
        guard scalar.isHan else { return }
        han += 1
        switch CharacterFolding.shared.hanKind(scalar) {
        case .simplifiedOnly: simplifiedOnly += 1
        case .traditionalOnly: traditionalOnly += 1
        case .common, .none: break
        }
    }

    mutating func endWord() {
        if letters > 0, isPlainWord { words += 1 }
        letters = 0
        isPlainWord = true
    }

    var language: WrittenLanguage {
        guard han > 0 else { return words > 0 ? .english : .unknown }
        if words >= 3, words * 4 >= han { return words >= 4 * han ? .english : .mixed }
        return traditionalOnly > simplifiedOnly ? .traditional : .simplified
    }
}
