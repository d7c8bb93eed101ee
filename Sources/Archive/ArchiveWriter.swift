import Base

/// Writes an archive: members one after another, then the list of their checksums. Nothing is held in memory, however
/// large a member is.
public final class ArchiveWriter {
    private let sink: any ByteSink
    private let manifest: ArchiveManifest
    private let spool: FileStream
    private let at: Timestamp

    static let pieceBytes = 256 << 10

    /// - Parameters:
    ///   - key: encrypts the archive; nil leaves it readable by `tar`.
    ///   - salt: 32 bytes of chance.
    ///   - spool: an empty file for the list of members.
    ///   - at: stands as the time of each member.
    public init(
        to sink: any ByteSink, key: ArchiveKey?, salt: [UInt8], spool: FileStream, at: Timestamp
    ) throws(ArchiveFault) {
        if let key {
            self.sink = try SealedSink(sink, key, salt: salt)
        } else {
            self.sink = sink
        }
        self.spool = spool
        self.at = at
        manifest = ArchiveManifest(spool: spool)
    }

    public func add(_ name: String, _ bytes: [UInt8]) throws(ArchiveFault) {
        try begin(name, Int64(bytes.count))
        var sum = Checksum()
        sum.add(bytes)
        try sink.write(bytes)
        try end(name, Int64(bytes.count), sum)
    }

    /// Adds a file of the system.
    /// - Parameters:
    ///   - expected: its SHA-256 when it is known, such as by its name.
    ///   - progress: told how many bytes have passed.
    /// - Throws: `system` when it cannot be read, `sourceChanged` when it is not what was expected or its length
    ///   changed; the archive is worth nothing then.
    public func add(
        _ name: String, file: FileStream, path: String, expecting expected: String? = nil,
        progress: (Int) -> Void = { _ in }
    ) throws(ArchiveFault) {
        let size = try file.size()
        try begin(name, size)
        var (sum, left) = (Checksum(), size)
        while left > 0 {
            let piece = try file.read(Int(min(left, Int64(Self.pieceBytes))))
            guard !piece.isEmpty else { throw .sourceChanged(path) }
            sum.add(piece)
            try sink.write(piece)
            left -= Int64(piece.count)
            progress(piece.count)
        }
        guard try file.read(1).isEmpty, expected == nil || expected == sum.text() else {
            throw .sourceChanged(path)
        }
        try end(name, size, sum)
    }

    /// Writes the list of members and the end.
    /// - Returns: how many members it has, the list apart, and their bytes.
    @discardableResult
    public func finish() throws(ArchiveFault) -> (members: Int, bytes: Int64) {
        let size = try manifest.close()
        try begin(ArchiveManifest.name, size)
        var left = size
        while left > 0 {
            let piece = try spool.read(Int(min(left, Int64(Self.pieceBytes))))
            try sink.write(piece)
            left -= Int64(piece.count)
        }
        try pad(size)
        try sink.write([UInt8](repeating: 0, count: 2 * TarHeader.blockBytes))
        try sink.finish()
        return (manifest.count, manifest.bytes)
    }

    private func begin(_ name: String, _ bytes: Int64) throws(ArchiveFault) {
        try sink.write(TarHeader(name: name, bytes: bytes, at: at).block)
    }

    private func end(_ name: String, _ bytes: Int64, _ sum: Checksum) throws(ArchiveFault) {
        try pad(bytes)
        try manifest.add(name, bytes: bytes, sha256: sum.text())
    }

    private func pad(_ bytes: Int64) throws(ArchiveFault) {
        try sink.write([UInt8](repeating: 0, count: TarHeader.padding(after: bytes)))
    }
}
