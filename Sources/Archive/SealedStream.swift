import Crypto
import Foundation

/// Encrypts what passes through in pieces of 64 KiB with AES-256-GCM. A piece's nonce is its number and whether it is
/// the last, so that pieces cannot be moved, left out or cut off (the STREAM construction; Hoang et al., 2015). The
/// key is made anew for every archive, so a nonce is never used twice.
final class SealedSink: ByteSink {
    static let pieceBytes = 64 << 10

    private let sink: any ByteSink
    private let key: SymmetricKey
    private let head: [UInt8]
    private var waiting: [UInt8] = []
    private var number: UInt64 = 0

    init(_ sink: any ByteSink, _ archiveKey: ArchiveKey, salt: [UInt8]) throws(ArchiveFault) {
        let (head, key) = try SealedHead.make(archiveKey, salt: salt)
        (self.sink, self.key, self.head) = (sink, key, head.bytes)
        try sink.write(self.head)
    }

    /// The last piece is sealed at the end only, so a full one waits until more comes.
    func write(_ bytes: [UInt8]) throws(ArchiveFault) {
        waiting += bytes
        var start = 0
        while waiting.count - start > Self.pieceBytes {
            try seal(waiting[start..<start + Self.pieceBytes], isLast: false)
            start += Self.pieceBytes
        }
        waiting.removeFirst(start)
    }

    func finish() throws(ArchiveFault) {
        try seal(waiting[...], isLast: true)
        try sink.finish()
    }

    private func seal(_ piece: ArraySlice<UInt8>, isLast: Bool) throws(ArchiveFault) {
        do {
            let nonce = try AES.GCM.Nonce(data: SealedPiece.nonce(number, isLast: isLast))
            let box = try AES.GCM.seal(piece, using: key, nonce: nonce, authenticating: head)
            number += 1
            try sink.write(Array(box.ciphertext) + Array(box.tag))
        } catch let fault as ArchiveFault {
            throw fault
        } catch {
            preconditionFailure("AES-GCM refused a piece: \(error)")
        }
    }
}

/// Decrypts what `SealedSink` wrote.
final class SealedSource: ByteSource {
    private let source: any ByteSource
    private let key: SymmetricKey
    private let head: [UInt8]
    private var next: [UInt8]
    private var plain: ArraySlice<UInt8> = []
    private var number: UInt64 = 0
    private var isAtEnd = false

    private static let sealedBytes = SealedSink.pieceBytes + SealedPiece.tagBytes

    /// - Parameter head: already read from the source.
    init(_ source: any ByteSource, head: [UInt8], _ archiveKey: ArchiveKey) throws(ArchiveFault) {
        self.source = source
        self.head = head
        key = try SealedHead(reading: head).open(with: archiveKey)
        next = try source.read(Self.sealedBytes)
    }

    func read(_ count: Int) throws(ArchiveFault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            if plain.isEmpty { guard try openNext() else { break } }
            let part = plain.prefix(count - bytes.count)
            bytes += part
            plain = plain.dropFirst(part.count)
        }
        return bytes
    }

    /// - Returns: false after the last piece.
    private func openNext() throws(ArchiveFault) -> Bool {
        guard !isAtEnd else { return false }
        let place = Int64(head.count) + Int64(number) * Int64(Self.sealedBytes)
        let piece = next
        next = piece.count == Self.sealedBytes ? try source.read(Self.sealedBytes) : []
        guard piece.count >= SealedPiece.tagBytes else { throw .endsEarly(at: place + Int64(piece.count)) }
        if let opened = open(piece, isLast: next.isEmpty) {
            (plain, isAtEnd) = (opened[...], next.isEmpty)
        } else if next.isEmpty, open(piece, isLast: false) != nil {
            throw .endsEarly(at: place + Int64(piece.count))
        } else {
            throw next.isEmpty ? .damagedOrCut(at: place) : .damaged(at: place)
        }
        number += 1
        return !plain.isEmpty
    }

    /// Nil when the piece is not as it was written, or stands elsewhere.
    private func open(_ piece: [UInt8], isLast: Bool) -> [UInt8]? {
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: SealedPiece.nonce(number, isLast: isLast)),
                ciphertext: piece.dropLast(SealedPiece.tagBytes), tag: piece.suffix(SealedPiece.tagBytes))
            return Array(try AES.GCM.open(box, using: key, authenticating: head))
        } catch {
            return nil
        }
    }
}

private enum SealedPiece {
    static let tagBytes = 16

    /// Three bytes of zero, eight of the piece's number, one that says whether it is the last.
    static func nonce(_ number: UInt64, isLast: Bool) -> [UInt8] {
        [0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
            + [isLast ? 1 : 0]
    }
}
