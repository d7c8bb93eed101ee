import Archive
import Base
import Crypto
import Foundation

/// A key for one file alone.
struct ContentKey: Sendable {
    fileprivate let key: SymmetricKey

    init(_ outside: Outside) { key = SymmetricKey(data: outside.bytes(32)) }

    init?(text: String) {
        guard let data = Data(base64Encoded: text), data.count == 32 else { return nil }
        key = SymmetricKey(data: data)
    }

    var text: String { key.withUnsafeBytes { Data($0).base64EncodedString() } }
}

/// A file as it lies on the disk: a head that says what it is, and its pieces, sealed.
enum SealedContent {
    static let head = Array("HUITOU-CONTENT-1".utf8)

    /// How long a file is once it is sealed.
    static func length(of bytes: Int) -> Int {
        let pieces = max(1, (bytes + SealedPiece.plainBytes - 1) / SealedPiece.plainBytes)
        return head.count + bytes + pieces * SealedPiece.tagBytes
    }

    static func seal(_ bytes: [UInt8], with key: ContentKey) -> Data {
        var sealed = Data(capacity: length(of: bytes.count))
        sealed.append(contentsOf: head)
        var (start, number) = (0, UInt64(0))
        repeat {
            let end = min(start + SealedPiece.plainBytes, bytes.count)
            sealed.append(
                contentsOf: SealedPiece.seal(
                    bytes[start..<end], number, isLast: end == bytes.count, with: key.key, head: head))
            (start, number) = (end, number + 1)
        } while start < bytes.count
        return sealed
    }

    /// Reads a file piece by piece, whole or not at all: what is missing or changed is a failure.
    struct Reader {
        private let source: FileStream
        private let key: ContentKey
        private var left: Int
        private var number: UInt64 = 0

        /// - Parameter bytes: how long the file was when it was sent.
        init(_ source: FileStream, _ key: ContentKey, bytes: Int) throws {
            (self.source, self.key, left) = (source, key, bytes)
            guard try source.read(SealedContent.head.count) == SealedContent.head else {
                throw ContentFault.damaged
            }
        }

        /// Nil after the last piece.
        mutating func next() throws -> [UInt8]? {
            guard left > 0 else { return nil }
            let length = min(left, SealedPiece.plainBytes)
            let sealed = try source.read(length + SealedPiece.tagBytes)
            guard
                let piece = SealedPiece.open(
                    sealed, number, isLast: length == left, with: key.key, head: SealedContent.head)
            else { throw ContentFault.damaged }
            (left, number) = (left - length, number + 1)
            return piece
        }
    }
}

/// A file on the disk is not what was written there.
enum ContentFault: Error, CustomStringConvertible {
    case damaged

    var description: String {
        "A file that was sent is not as it was when it was kept; huitou verify names it."
    }
}
