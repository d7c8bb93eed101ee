import Base
import Crypto
import CryptoExtras
import Foundation

/// How much work one password costs. `logRounds` 15 and block size 8 take 32 MB (RFC 7914; OWASP's list of sound sets).
public struct PasswordCost: Sendable, Equatable {
    public let logRounds: Int
    public let blockSize: Int
    public let parallelism: Int

    public init(logRounds: Int, blockSize: Int = 8, parallelism: Int = 1) {
        self.logRounds = logRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    public static let standard = PasswordCost(logRounds: 15)

    fileprivate var isSound: Bool {
        (4...20).contains(logRounds) && (1...32).contains(blockSize) && (1...16).contains(parallelism)
    }
}

/// A stored password: `scrypt$15$8$1$salt$hash`, so that the cost may grow later.
struct PasswordHash: Sendable {
    let cost: PasswordCost
    private let salt: [UInt8]
    private let hash: [UInt8]

    init(of password: String, salt: [UInt8], cost: PasswordCost) throws {
        self.cost = cost
        self.salt = salt
        hash = try Self.derive(password, salt: salt, cost)
    }

    /// Nobody's password: compared with when there is no account, for the same time.
    init(ofNobodyAt cost: PasswordCost) {
        self.cost = cost
        salt = Array(repeating: 0, count: 16)
        hash = Array(repeating: 0, count: 32)
    }

    init?(stored text: String) {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let block = Int(parts[2]),
            let lanes = Int(parts[3]), let salt = Data(base64Encoded: parts[4]),
            let hash = Data(base64Encoded: parts[5])
        else { return nil }
        cost = PasswordCost(logRounds: rounds, blockSize: block, parallelism: lanes)
        guard cost.isSound else { return nil }
        self.salt = Array(salt)
        self.hash = Array(hash)
    }

    var text: String {
        let (salt, hash) = (Data(salt).base64EncodedString(), Data(hash).base64EncodedString())
        return "scrypt$\(cost.logRounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt)$\(hash)"
    }

    func fits(_ password: String) throws -> Bool {
        Fingerprint.areEqual(try Self.derive(password, salt: salt, cost), hash)
    }

    private static func derive(_ password: String, salt: [UInt8], _ cost: PasswordCost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Password.bytes(of: password), salt: salt, outputByteCount: 32, rounds: 1 << cost.logRounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}
