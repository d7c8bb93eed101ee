import Base

/// A code for the day on which the telephone is lost: sixteen letters and digits (80 bits), good once. Only its hash is
/// kept; with so much chance in it a hash without salt tells nothing.
struct RecoveryCode: Sendable {
    let text: String

    static let ofOnePerson = 10

    init(from outside: Outside) {
        text = Base32.grouped(Base32.text(outside.bytes(10))).lowercased().replacing(" ", with: "-")
    }

    /// As somebody typed it; nil when it cannot be one.
    init?(typed: String) {
        let letters = typed.lowercased().filter { $0 != "-" && $0 != " " }
        guard letters.utf8.count == 16,
            letters.utf8.allSatisfy({ (97...122).contains($0) || (50...55).contains($0) })
        else { return nil }
        text = Base32.grouped(letters).replacing(" ", with: "-")
    }

    var hash: [UInt8] { Fingerprint.of("recovery\n" + text) }
}
