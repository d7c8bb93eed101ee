import Base

/// The text of a key: `ht_` + 12 characters that name it + `_` + 40 that are secret (200 bits), in base 32.
struct KeyText: Sendable {
    let id: Identifier<Key>
    let secret: String

    /// What any key may be, the root key included.
    static let bytes = 12...128

    init(from outside: Outside) {
        let characters = outside.bytes(52).map { Self.alphabet[Int($0 & 31)] }
        let name = "ht_" + String(decoding: characters.prefix(12), as: UTF8.self)
        id = Identifier(name)
        secret = name + "_" + String(decoding: characters.dropFirst(12), as: UTF8.self)
    }

    /// Whether a text can be a key at all: 12 to 128 printable ASCII characters without spaces.
    static func isPossible(_ text: String) -> Bool {
        bytes.contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
}
