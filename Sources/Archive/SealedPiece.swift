import Crypto

/// A part of what is encrypted in parts of 64 KiB with AES-256-GCM. Its nonce is its number and whether it is the last,
/// so that parts cannot be moved, left out or cut off (the STREAM construction; Hoang et al., 2015). A key seals one
/// thing only, so a nonce is never used twice.
public enum SealedPiece {
    public static let plainBytes = 64 << 10
    public static let tagBytes = 16
    public static let sealedBytes = plainBytes + tagBytes

    /// - Parameters:
    ///   - number: how many pieces stand before it.
    ///   - head: stands before all pieces, readable; a change in it makes every piece unreadable.
    public static func seal(
        _ piece: ArraySlice<UInt8>, _ number: UInt64, isLast: Bool, with key: SymmetricKey, head: [UInt8]
    ) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: nonce(number, isLast: isLast))
            let box = try AES.GCM.seal(piece, using: key, nonce: nonce, authenticating: head)
            return Array(box.ciphertext) + Array(box.tag)
        } catch {
            preconditionFailure("AES-GCM refused a piece: \(error)")
        }
    }

    /// Nil when the piece is not as it was sealed, or stands elsewhere.
    public static func open(
        _ piece: [UInt8], _ number: UInt64, isLast: Bool, with key: SymmetricKey, head: [UInt8]
    ) -> [UInt8]? {
        guard piece.count >= tagBytes else { return nil }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonce(number, isLast: isLast)),
                ciphertext: piece.dropLast(tagBytes), tag: piece.suffix(tagBytes))
            return Array(try AES.GCM.open(box, using: key, authenticating: head))
        } catch {
            return nil
        }
    }

    /// Three bytes of zero, eight of the piece's number, one that says whether it is the last.
    private static func nonce(_ number: UInt64, isLast: Bool) -> [UInt8] {
        [0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
            + [isLast ? 1 : 0]
    }
}
