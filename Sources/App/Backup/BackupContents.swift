import Archive
import Base
import Files
import Foundation

/// Reads a backup from its beginning to its end.
public struct BackupContents: Sendable {
    private let progress: @Sendable (BackupProgress) -> Void

    public init(progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }) {
        self.progress = progress
    }

    /// Reads everything and compares it with its checksums, without unpacking it.
    /// - Throws: `ArchiveFault` saying what is wrong.
    public func check(
        _ source: FileStream, key: ArchiveKey?, outside: Outside = .system
    ) throws -> BackupReport {
        let work = try WorkDirectory(in: FileManager.default.temporaryDirectory, number: outside.random())
        return try read(source, key, work) { _, _ in nil }
    }

    /// Unpacks into a directory. What is there is to be trusted once this has returned.
    func unpack(
        _ source: FileStream, key: ArchiveKey?, to stage: DataDirectory, _ outside: Outside
    ) throws -> BackupReport {
        let work = try WorkDirectory(in: stage.url, number: outside.random())
        return try read(source, key, work) { place, _ in
            let url = stage.url.appending(path: place)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            return try FileStream.making(url.path)
        }
    }

    /// - Parameter sink: where a member goes, by its name; nil drops it.
    private func read(
        _ source: FileStream, _ key: ArchiveKey?, _ work: WorkDirectory,
        _ sink: (String, Int64) throws -> FileStream?
    ) throws -> BackupReport {
        let archive = try ArchiveReader(from: source, key: key, spool: try work.spool())
        let facts = try facts(archive)
        let meter = Meter(facts.bytes, progress, stage: .reading)
        var names: Set<String> = []
        while let member = try archive.next() {
            guard Self.isExpected(member.name), names.isEmpty || names.insert(member.name).inserted else {
                throw ArchiveFault.memberUnexpected(member.name)
            }
            names.insert(member.name)
            let file = try sink(member.name, member.bytes)
            let sum = try archive.takeMember { (piece: [UInt8]) throws(ArchiveFault) in
                try file?.write(piece)
                meter.advance(piece.count)
            }
            try file?.finish()
            let isFile = member.name.hasPrefix(DataDirectory.filesName + "/")
            guard !isFile || member.name.hasSuffix("/" + sum) else {
                throw ArchiveFault.memberDamaged(member.name)
            }
        }
        let total = try archive.finish()
        guard names.contains(DataDirectory.databaseName) else {
            throw ArchiveFault.memberMissing(DataDirectory.databaseName)
        }
        return BackupReport(facts: facts, members: total.members, bytes: total.bytes)
    }

    private static let largestFacts: Int64 = 16 << 20

    private func facts(_ archive: ArchiveReader) throws -> BackupFacts {
        guard let first = try archive.next(), first.name == BackupFacts.name, first.bytes <= Self.largestFacts
        else { throw ArchiveFault.notAnArchive }
        var bytes: [UInt8] = []
        _ = try archive.takeMember { bytes += $0 }
        do {
            return try BackupFacts(reading: bytes)
        } catch is InputRefusal {
            throw ArchiveFault.memberDamaged(BackupFacts.name)
        }
    }

    /// Only what a backup of ours holds: no other name reaches the disk.
    private static func isExpected(_ name: String) -> Bool {
        if [DataDirectory.databaseName, DataDirectory.providerName, DataDirectory.keysName].contains(name) {
            return true
        }
        guard name.hasPrefix(DataDirectory.filesName + "/"), let hash = name.split(separator: "/").last else {
            return false
        }
        let isHash =
            hash.utf8.count == 64
            && hash.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        return isHash && name == "\(DataDirectory.filesName)/\(FileDesk.place(of: String(hash)))"
    }
}
