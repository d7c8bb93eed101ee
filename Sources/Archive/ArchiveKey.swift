import Base
import Crypto
import CryptoExtras
import Foundation

/// What an archive is encrypted with.
public enum ArchiveKey: Sendable {
    /// 32 bytes from a generator of chance.
    case bytes([UInt8])
    /// What a person remembers, made costly to guess by scrypt (RFC 7914).
    case passphrase([UInt8])

    static let shortestPassphrase = 12

    /// A key file: 32 bytes as they are, or as base64 in one line.
    /// - Throws: `keyUnusable`, `system`.
    public static func file(_ path: String) throws(ArchiveFault) -> ArchiveKey {
        let content = try FileStream.reading(path).read(1_024)
        if content.count == 32 { return .bytes(content) }
        let line = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Data(base64Encoded: line), key.count == 32 else {
            throw .keyUnusable("\(path) is neither 32 bytes nor 32 bytes in base64")
        }
        return .bytes(Array(key))
    }

    /// The first line of a file, or a text such as a variable of the environment.
    /// - Throws: `keyUnusable` when it has fewer than 12 characters.
    public static func passphrase(text: String) throws(ArchiveFault) -> ArchiveKey {
        let line = text.prefix { !$0.isNewline }
        guard line.count >= shortestPassphrase else {
            throw .keyUnusable("a passphrase has \(shortestPassphrase) characters or more")
        }
        return .passphrase(Array(line.utf8))
    }

    /// - Throws: `keyUnusable`, `system`.
    public static func passphrase(file path: String) throws(ArchiveFault) -> ArchiveKey {
        try passphrase(text: String(decoding: FileStream.reading(path).read(1_024), as: UTF8.self))
    }
}

/// The head of an encrypted archive: how its key is made, and a check that tells a wrong key from damage.
struct SealedHead: Equatable {
    static let magic = Array("HUITOU-SEALED-1\n".utf8)
    static let length = magic.count + 2 + 32 + 16
    /// 128 MiB and about half a second for one guess.
    static let logRounds: UInt8 = 17

    let isPassphrase: Bool
    let logRounds: UInt8
    let salt: [UInt8]
    let check: [UInt8]

    /// A new head and the key of the pieces that follow it.
    static func make(_ key: ArchiveKey, salt: [UInt8]) throws(ArchiveFault) -> (SealedHead, SymmetricKey) {
        let (isPassphrase, rounds) = key.isPassphrase ? (true, logRounds) : (false, 0)
        let keys = try key.derived(salt, rounds)
        return (
            SealedHead(isPassphrase: isPassphrase, logRounds: rounds, salt: salt, check: keys.check),
            keys.pieces
        )
    }

    var bytes: [UInt8] { Self.magic + [isPassphrase ? 1 : 0, logRounds] + salt + check }

    /// The key of the pieces.
    /// - Throws: `keyWrong`, `damaged`.
    func open(with key: ArchiveKey) throws(ArchiveFault) -> SymmetricKey {
        // A head that asks for more work than ours was made to exhaust the reader.
        guard isPassphrase ? (10...20).contains(logRounds) : logRounds == 0 else { throw .damaged(at: 17) }
        guard key.isPassphrase == isPassphrase else { throw .keyWrong }
        let keys = try key.derived(salt, logRounds)
        guard SymmetricKey(data: keys.check) == SymmetricKey(data: check) else { throw .keyWrong }
        return keys.pieces
    }
}

extension SealedHead {
    /// - Throws: `damaged`.
    init(reading bytes: [UInt8]) throws(ArchiveFault) {
        guard bytes.count == Self.length, bytes[16] <= 1 else { throw .damaged(at: 16) }
        self.init(
            isPassphrase: bytes[16] == 1, logRounds: bytes[17], salt: Array(bytes[18..<50]),
            check: Array(bytes[50..<66]))
    }
}

extension ArchiveKey {
    fileprivate var isPassphrase: Bool { if case .passphrase = self { true } else { false } }

    fileprivate func derived(
        _ salt: [UInt8], _ logRounds: UInt8
    ) throws(ArchiveFault) -> (pieces: SymmetricKey, check: [UInt8]) {
        let input: SymmetricKey
        switch self {
        case .bytes(let bytes): input = SymmetricKey(data: bytes)
        case .passphrase(let text):
            do {
                input = try KDF.Scrypt.deriveKey(
                    from: text, salt: salt, outputByteCount: 32, rounds: 1 << Int(logRounds), blockSize: 8,
                    parallelism: 1)
            } catch {
                throw .keyUnusable("scrypt: \(error)")
            }
        }
        func part(_ name: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: input, salt: salt, info: Array("huitou archive \(name)".utf8),
                outputByteCount: count)
        }
        return (part("pieces", 32), part("check", 16).withUnsafeBytes { Array($0) })
    }
}
