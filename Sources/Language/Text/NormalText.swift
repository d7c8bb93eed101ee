/// A text as it is compared: folded (see `CharacterFolding`), blanks single and none at the ends, letters and signs
/// that stand more than twice in a row standing twice. Digits stay as many as they are.
///
/// Offsets count Unicode scalars. `origins` says where each scalar came from, so that what is found here can be
/// shown in the text as it was written. Normalising twice changes nothing.
public struct NormalText: Sendable {
    /// The scalars after normalisation.
    public let scalars: [UInt32]
    /// For each scalar its offset in the original; one more entry at the end holds the original's length.
    public let origins: [Int]

    public init(_ text: String) {
        let folding = CharacterFolding.shared
        var scalars: [UInt32] = []
        var origins: [Int] = []
        scalars.reserveCapacity(text.utf8.count)
        origins.reserveCapacity(text.utf8.count + 1)
        var offset = 0
        for scalar in text.unicodeScalars {
            defer { offset += 1 }
            guard let folded = folding.fold(scalar.value) else { continue }
            if Self.isSurplus(folded, after: scalars) { continue }
            scalars.append(folded)
            origins.append(offset)
        }
        if scalars.last == 0x20 {
            scalars.removeLast()
            offset = origins.removeLast()
        }
        origins.append(offset)
        self.scalars = scalars
        self.origins = origins
    }

    public var text: String {
        var view = String.UnicodeScalarView()
        for scalar in scalars { if let scalar = Unicode.Scalar(scalar) { view.append(scalar) } }
        return String(view)
    }

    /// Where a range of these scalars stood in the original.
    public func original(_ range: Range<Int>) -> Range<Int> {
        guard let last = range.last else { return origins[range.lowerBound]..<origins[range.lowerBound] }
        return origins[range.lowerBound]..<(origins[last] + 1)
    }

    @inline(__always)
    private static func isSurplus(_ scalar: UInt32, after scalars: [UInt32]) -> Bool {
        guard let last = scalars.last else { return scalar == 0x20 }
        if scalar != last { return false }
        if scalar == 0x20 { return true }
        return scalars.count >= 2 && scalars[scalars.count - 2] == scalar && !scalar.isDigit
    }
}

extension UInt32 {
    @inline(__always) var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    @inline(__always) var isLatinLetter: Bool {
        (self >= 0x61 && self <= 0x7A) || (self >= 0x41 && self <= 0x5A)
            || (self >= 0xC0 && self < 0x250 && self != 0xD7 && self != 0xF7)
    }
    @inline(__always) var isHan: Bool {
        (self >= 0x3400 && self <= 0x9FFF) || (self >= 0x20000 && self <= 0x323AF)
    }
    /// Letters of whatever alphabet, digits and `_`: what words are made of.
    @inline(__always) var isWordPart: Bool {
        isDigit || isLatinLetter || self == 0x5F || (self >= 0x250 && self < 0x2000)
            || (self >= 0x3040 && self < 0xD7B0)
    }
}
