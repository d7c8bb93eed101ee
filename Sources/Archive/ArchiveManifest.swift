import Base
import Crypto

/// The list of members with their lengths and checksums, one JSON document a line, in the order in which they stand.
///
/// It is the archive's last member, so it can be written while members pass through, and an archive without it was
/// cut off. A reader makes the same list from what it reads and compares: any difference names the member.
final class ArchiveManifest {
    static let name = "manifest.jsonl"

    private let spool: FileStream
    private(set) var count = 0
    private(set) var bytes: Int64 = 0
    private var waiting: [UInt8] = []

    /// - Parameter spool: an empty file, for lists that should not lie in memory.
    init(spool: FileStream) { self.spool = spool }

    func add(_ name: String, bytes: Int64, sha256: String) throws(ArchiveFault) {
        count += 1
        self.bytes += bytes
        try append(Self.line(name, bytes, sha256))
    }

    /// The whole list is in the spool, which stands at its beginning.
    /// - Returns: how long it is.
    func close() throws(ArchiveFault) -> Int64 {
        let total: JSONValue = ["members": JSONValue(count), "bytes": JSONValue(bytes)]
        try append(total.bytes + [UInt8(ascii: "\n")])
        try spool.write(waiting)
        waiting = []
        let size = try spool.size()
        try spool.rewind()
        return size
    }

    /// The lines in order, the total included.
    func forEachLine(_ body: ([UInt8]) throws(ArchiveFault) -> Void) throws(ArchiveFault) {
        try ArchiveLines(spool).forEach(body)
    }

    private func append(_ line: [UInt8]) throws(ArchiveFault) {
        waiting += line
        guard waiting.count >= 64 << 10 else { return }
        try spool.write(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    private static func line(_ name: String, _ bytes: Int64, _ sha256: String) -> [UInt8] {
        let line: JSONValue = [
            "name": .string(name), "bytes": JSONValue(bytes), "sha256": .string(sha256),
        ]
        return line.bytes + [UInt8(ascii: "\n")]
    }
}

/// Cuts a source into lines.
final class ArchiveLines {
    private let source: any ByteSource
    private var rest: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// Longer ones are no line of ours.
    private static let longestLine = 4_096

    init(_ source: any ByteSource) { self.source = source }

    func forEach(_ body: ([UInt8]) throws(ArchiveFault) -> Void) throws(ArchiveFault) {
        while let line = try next() { try body(line) }
    }

    /// - Returns: a line without its end; nil after the last.
    func next() throws(ArchiveFault) -> [UInt8]? {
        while true {
            if let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(rest[start..<end])
            }
            rest.removeFirst(start)
            start = 0
            guard !isAtEnd, rest.count <= Self.longestLine else {
                defer { rest = [] }
                return rest.isEmpty ? nil : rest
            }
            let more = try source.read(64 << 10)
            isAtEnd = more.isEmpty
            rest += more
        }
    }
}

/// SHA-256 of what passes, in small letters.
struct Checksum {
    private var hash = SHA256()

    mutating func add(_ bytes: [UInt8]) { hash.update(data: bytes) }

    func text() -> String { Self.text(hash.finalize()) }

    private static func text(_ digest: SHA256Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
