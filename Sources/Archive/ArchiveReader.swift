import Base

/// Reads an archive from its beginning to its end and checks everything on the way. What it gave is to be trusted once
/// `finish` has returned, not before.
public final class ArchiveReader {
    private let source: any ByteSource
    private let manifest: ArchiveManifest
    private var left: Int64 = 0
    private var current: (name: String, bytes: Int64, sum: Checksum)?
    private var place: Int64 = 0
    private var isAtManifest = false

    /// A member that is to be read next.
    public struct Member: Equatable, Sendable {
        public let name: String
        public let bytes: Int64
    }

    /// - Parameters:
    ///   - key: opens an archive that is encrypted.
    ///   - spool: an empty file for the list of members.
    /// - Throws: `notAnArchive`, `keyMissing`, `keyNotNeeded`, `keyWrong`, `endsEarly`.
    public init(from source: any ByteSource, key: ArchiveKey?, spool: FileStream) throws(ArchiveFault) {
        self.source = try Self.opened(source, key)
        manifest = ArchiveManifest(spool: spool)
    }

    private static func opened(
        _ source: any ByteSource, _ key: ArchiveKey?
    ) throws(ArchiveFault) -> any ByteSource {
        let begin = try source.read(SealedHead.magic.count)
        guard begin == SealedHead.magic else {
            guard begin.count == SealedHead.magic.count, !begin.allSatisfy({ $0 == 0 }) else {
                throw .notAnArchive
            }
            guard key == nil else { throw .keyNotNeeded }
            return ResumedSource(begin, source)
        }
        guard let key else { throw .keyMissing }
        let head = begin + (try source.read(SealedHead.length - begin.count))
        guard head.count == SealedHead.length else { throw .endsEarly(at: Int64(head.count)) }
        return try SealedSource(source, head: head, key)
    }

    /// The next member; what is left of the one before is read and checked. Nil once there are no more.
    public func next() throws(ArchiveFault) -> Member? {
        try finishMember()
        let start = place
        let block = try read(TarHeader.blockBytes)
        guard let header = TarHeader(block) else {
            throw start == 0 ? .notAnArchive : .damaged(at: start)
        }
        if header.name == ArchiveManifest.name {
            left = header.bytes
            isAtManifest = true
            return nil
        }
        current = (header.name, header.bytes, Checksum())
        left = header.bytes
        return Member(name: header.name, bytes: header.bytes)
    }

    /// Reads the member that `next` told to its end.
    /// - Returns: its SHA-256.
    public func takeMember(
        _ each: ([UInt8]) throws(ArchiveFault) -> Void = { (_: [UInt8]) throws(ArchiveFault) in }
    ) throws(ArchiveFault) -> String {
        while left > 0 { try each(try read()) }
        return current?.sum.text() ?? ""
    }

    /// More of the member; empty at its end.
    func read() throws(ArchiveFault) -> [UInt8] {
        guard left > 0 else { return [] }
        let piece = try read(Int(min(left, Int64(ArchiveWriter.pieceBytes))))
        left -= Int64(piece.count)
        current?.sum.add(piece)
        return piece
    }

    /// Compares all that was read with the archive's own list, and looks for its end.
    /// - Throws: `memberDamaged`, `memberMissing`, `memberUnexpected`, `endsEarly`, `damaged`.
    /// - Returns: how many members there are, and their bytes.
    @discardableResult
    public func finish() throws(ArchiveFault) -> (members: Int, bytes: Int64) {
        precondition(isAtManifest, "an archive is finished after its last member")
        _ = try manifest.close()
        let size = left
        let listed = ArchiveLines(MemberSource(self))
        try manifest.forEachLine { (line: [UInt8]) throws(ArchiveFault) in
            let theirs = try listed.next()
            guard theirs != line else { return }
            throw Self.difference(line, theirs)
        }
        guard try listed.next() == nil else { throw .memberDamaged(ArchiveManifest.name) }
        try skipPadding(after: size)
        let end = place
        guard try read(2 * TarHeader.blockBytes).allSatisfy({ $0 == 0 }) else { throw .damaged(at: end) }
        guard try source.read(1).isEmpty else { throw .damaged(at: place) }
        return (manifest.count, manifest.bytes)
    }

    /// What differs where our list and the archive's part.
    private static func difference(_ line: [UInt8], _ theirs: [UInt8]?) -> ArchiveFault {
        switch (name(line), theirs.flatMap { name($0) }) {
        case (let name?, let other?): name == other ? .memberDamaged(name) : .memberMissing(other)
        case (nil, let other?): .memberMissing(other)
        case (let name?, nil): .memberUnexpected(name)
        case (nil, nil): .memberDamaged(ArchiveManifest.name)
        }
    }

    private static func name(_ line: [UInt8]) -> String? {
        // A line that cannot be read names nothing.
        (try? JSONParser.parse(line))?["name"]?.string
    }

    private func finishMember() throws(ArchiveFault) {
        guard let member = current else { return }
        while left > 0 { _ = try read() }
        try skipPadding(after: member.bytes)
        guard let sum = current?.sum else { return }
        current = nil
        try manifest.add(member.name, bytes: member.bytes, sha256: sum.text())
    }

    private func skipPadding(after bytes: Int64) throws(ArchiveFault) {
        let start = place
        guard try read(TarHeader.padding(after: bytes)).allSatisfy({ $0 == 0 }) else {
            throw .damaged(at: start)
        }
    }

    /// Exactly so many bytes.
    private func read(_ count: Int) throws(ArchiveFault) -> [UInt8] {
        let bytes = try source.read(count)
        place += Int64(bytes.count)
        guard bytes.count == count else { throw .endsEarly(at: place) }
        return bytes
    }
}

/// The member that is being read, as a source.
private final class MemberSource: ByteSource {
    private let reader: ArchiveReader
    private var rest: ArraySlice<UInt8> = []

    init(_ reader: ArchiveReader) { self.reader = reader }

    func read(_ count: Int) throws(ArchiveFault) -> [UInt8] {
        if rest.isEmpty { rest = try reader.read()[...] }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

/// A source of which the beginning was read already.
private final class ResumedSource: ByteSource {
    private var begin: ArraySlice<UInt8>
    private let source: any ByteSource

    init(_ begin: [UInt8], _ source: any ByteSource) { (self.begin, self.source) = (begin[...], source) }

    func read(_ count: Int) throws(ArchiveFault) -> [UInt8] {
        let first = begin.prefix(count)
        begin = begin.dropFirst(count)
        return first.count == count ? Array(first) : first + (try source.read(count - first.count))
    }
}
