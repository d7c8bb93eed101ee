import Foundation

/// What a character counts as when texts are compared: lower case, half width, simplified.
///
/// One table over the basic plane, made once. Traditional characters become simplified ones by the transliteration
/// of the Unicode data that Foundation carries, each character by itself; compatibility forms become what Unicode's
/// NFKC makes of them where that is one character. Folding is idempotent: the table is closed under itself.
struct CharacterFolding: Sendable {
    static let shared = CharacterFolding()

    private let table: [UInt16]
    private let kinds: [HanKind]

    /// What writing a Chinese character gives away.
    enum HanKind: UInt8 {
        case none, common, simplifiedOnly, traditionalOnly
    }

    /// What a scalar counts as; nil for one that does not count: joiners, variation selectors, marks of direction.
    @inline(__always)
    func fold(_ scalar: UInt32) -> UInt32? {
        guard scalar < 0x10000 else { return scalar < 0xE0000 ? scalar : nil }
        let folded = table[Int(scalar)]
        return folded == 0 ? nil : UInt32(folded)
    }

    @inline(__always)
    func hanKind(_ scalar: UInt32) -> HanKind { scalar < 0x10000 ? kinds[Int(scalar)] : .none }

    private init() {
        var table = (0..<0x10000).map { UInt16($0) }
        var kinds = [HanKind](repeating: .none, count: 0x10000)
        Self.lowerCase(&table)
        Self.width(&table)
        Self.punctuation(&table)
        Self.simplify(&table, &kinds)
        for place in table.indices {
            while table[Int(table[place])] != table[place] { table[place] = table[Int(table[place])] }
        }
        self.table = table
        self.kinds = kinds
    }

    private static func lowerCase(_ table: inout [UInt16]) {
        for code in UInt32(0x41)..<0x590 {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let lower = scalar.properties.lowercaseMapping.unicodeScalars
            if lower.count == 1, let only = lower.first, only.value < 0x10000 {
                table[Int(code)] = UInt16(only.value)
            }
        }
    }

    /// Full width, circled and squared forms, ideographs kept twice.
    private static func width(_ table: inout [UInt16]) {
        for block in [
            0xB2...0xBE, 0x2000...0x214F, 0x2460...0x24FF, 0x3000...0x3000, 0xF900...0xFAFF, 0xFF00...0xFFEF,
        ] {
            for code in block {
                guard let scalar = Unicode.Scalar(UInt32(code)) else { continue }
                let form = String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars
                if form.count == 1, let only = form.first, only.value < 0x10000 {
                    table[code] = table[Int(only.value)]
                }
            }
        }
    }

    private static func punctuation(_ table: inout [UInt16]) {
        let same: [(String, Character)] = [
            ("\u{2018}\u{2019}\u{201B}\u{2032}\u{0060}\u{00B4}", "'"),
            ("\u{201C}\u{201D}\u{201F}\u{300C}\u{300D}\u{300E}\u{300F}", "\""),
            ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}", "-"), ("\u{3002}", "."),
            ("\u{3001}", ","),
            ("\u{3010}", "["), ("\u{3011}", "]"), ("\u{2026}", "."),
            ("\t\n\r\u{0B}\u{0C}\u{85}\u{A0}\u{2028}\u{2029}", " "),
        ]
        for (from, to) in same {
            guard let target = to.unicodeScalars.first else { continue }
            for scalar in from.unicodeScalars { table[Int(scalar.value)] = UInt16(target.value) }
        }
        for code in 0...0x1F where table[code] != 0x20 { table[code] = 0 }
        for block in [
            0x7F...0x84, 0x86...0x9F, 0xAD...0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0xFE00...0xFE0F, 0xFEFF...0xFEFF, 0xD800...0xDFFF,
        ] {
            for code in block { table[code] = 0 }
        }
    }

    private static func simplify(_ table: inout [UInt16], _ kinds: inout [HanKind]) {
        let block = 0x4E00...0x9FFF
        let apart = String(
            String.UnicodeScalarView(
                block.flatMap { code -> [Unicode.Scalar] in
                    Unicode.Scalar(UInt32(code)).map { [$0, " "] } ?? []
                }))
        for code in 0x3400...0x9FFF { kinds[code] = .common }
        guard let simple = apart.applyingTransform(StringTransform("Hant-Hans"), reverse: false) else {
            return
        }
        let pieces = simple.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
        for (code, piece) in zip(block, pieces) {
            guard piece.count == 1, let only = piece.first, only.value < 0x10000, Int(only.value) != code
            else { continue }
            table[code] = UInt16(only.value)
            kinds[code] = .traditionalOnly
            if kinds[Int(only.value)] == .common { kinds[Int(only.value)] = .simplifiedOnly }
        }
    }
}
