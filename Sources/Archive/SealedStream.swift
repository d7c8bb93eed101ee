import Crypto

/// Encrypts what passes through, a piece after another. The key is made anew for every archive.
final class SealedSink: ByteSink {
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
        while waiting.count - start > SealedPiece.plainBytes {
            try seal(waiting[start..<start + SealedPiece.plainBytes], isLast: false)
            start += SealedPiece.plainBytes
        }
        waiting.removeFirst(start)
    }

    func finish() throws(ArchiveFault) {
        try seal(waiting[...], isLast: true)
        try sink.finish()
    }

    private func seal(_ piece: ArraySlice<UInt8>, isLast: Bool) throws(ArchiveFault) {
        let sealed = SealedPiece.seal(piece, number, isLast: isLast, with: key, head: head)
        number += 1
        try sink.write(sealed)
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

    /// - Parameter head: already read from the source.
    init(_ source: any ByteSource, head: [UInt8], _ archiveKey: ArchiveKey) throws(ArchiveFault) {
        self.source = source
        self.head = head
        key = try SealedHead(reading: head).open(with: archiveKey)
        next = try source.read(SealedPiece.sealedBytes)
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
        let place = Int64(head.count) + Int64(number) * Int64(SealedPiece.sealedBytes)
        let piece = next
        next = piece.count == SealedPiece.sealedBytes ? try source.read(SealedPiece.sealedBytes) : []
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

    private func open(_ piece: [UInt8], isLast: Bool) -> [UInt8]? {
        SealedPiece.open(piece, number, isLast: isLast, with: key, head: head)
    }
}
