import Base
import Foundation
import Vault

/// Which people's data were erased, in a file beside the key file, a line each: ids and moments only. Backups do not hold
/// it and a restore leaves it in place, so that whoever was erased after a backup was made stays erased once it is back.
public struct ErasureJournal: Sendable {
    struct Entry: Sendable, Hashable {
        /// The ring of the installation that the person belongs to.
        let ring: String
        let shop: ShopID
        let customer: String
        let at: Timestamp
    }

    static let name = "huitou.erasures"
    public let path: String

    public init(_ path: String) { self.path = path }

    public init(beside keys: KeyFile) {
        path = URL(filePath: keys.path).deletingLastPathComponent().appending(path: Self.name).path
    }

    var url: URL { URL(filePath: path) }

    public var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Makes the file where there is none yet, so that it is known from the start that it can be written: nobody is to be
    /// erased who could come back with a backup.
    /// - Throws: `ErasureJournalFault`.
    func prepare() throws { close(try opened()) }

    /// - Throws: `ErasureJournalFault` for a line that is none of ours.
    func entries() throws -> [Entry] {
        guard let content = FileManager.default.contents(atPath: path) else { return [] }
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        return try lines.enumerated().compactMap { number, line in
            // A line that was broken off by a loss of power ends the file; its entry stands in the database.
            let isWhole = number < lines.count - 1 || content.last == UInt8(ascii: "\n")
            guard isWhole else { return nil }
            guard let entry = Entry(Array(line)) else {
                throw ErasureJournalFault(path: path, fault: .line(number + 1))
            }
            return entry
        }
    }

    /// Adds entries and waits until they are on the disk.
    func append(_ entries: [Entry]) throws {
        guard !entries.isEmpty else { return }
        let file = try opened()
        defer { close(file) }
        // Behind a line that was broken off it begins a new one.
        let text = "\n" + entries.map { $0.json.text + "\n" }.joined()
        let isWritten = Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard isWritten == text.utf8.count, fsync(file) == 0 else { throw unwritable() }
    }

    private func opened() throws -> Int32 {
        let isNew = !exists
        let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unwritable() }
        // Where root makes it, it belongs to whom the place belongs.
        if isNew { FileOwner.give(path, toOwnerOf: url.deletingLastPathComponent().path) }
        return file
    }

    private func unwritable() -> ErasureJournalFault {
        ErasureJournalFault(path: path, fault: .unwritable(String(cString: strerror(errno))))
    }
}

/// The journal cannot be read at a line, or not be written.
struct ErasureJournalFault: Error, CustomStringConvertible {
    enum Fault { case line(Int), unwritable(String) }

    let path: String
    let fault: Fault

    var description: String {
        switch fault {
        case .line(let number): "Line \(number) of \(path) is no entry of the journal of erasures."
        case .unwritable(let cause):
            """
            The journal of erasures \(path) cannot be written: \(cause). It has to lie where the server may write; \
            HUITOU_ERASURES or --erasures names another place.
            """
        }
    }
}

extension ErasureJournal.Entry {
    fileprivate var json: JSONValue {
        [
            "ring": .string(ring), "shop": JSONValue(shop), "customer": .string(customer),
            "at": JSONValue(at),
        ]
    }

    fileprivate init?(_ line: [UInt8]) {
        // What cannot be read is no entry, whatever is wrong with it.
        guard let json = try? JSONParser.parse(line), let ring = json["ring"]?.string,
            let shop = json["shop"]?.string, let customer = json["customer"]?.string,
            let at = json["at"]?.string.flatMap(Timestamp.init)
        else { return nil }
        self.init(ring: ring, shop: ShopID(shop), customer: customer, at: at)
    }
}
