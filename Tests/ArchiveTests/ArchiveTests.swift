import Archive
import Base
import Foundation
import TestSupport
import Testing

@Suite struct ArchiveTests {
    private static let keys: [ArchiveKey?] = [nil, .bytes(Array(0..<32))]

    @Test(arguments: [0, 1, 511, 512, 513, 65_536, 65_520, 300_000])
    func `members come back as they were, whatever their lengths`(length: Int) throws {
        for key in Self.keys {
            let box = try Box(members: ["a": Box.bytes(length), "b": [7]], key: key)
            #expect(try box.read(key) == ["a": Box.bytes(length), "b": [7]])
        }
    }

    @Test func `without a key it is an archive that tar opens`() throws {
        let box = try Box(members: ["a": Box.bytes(1_000), "b": []], key: nil)
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["tar", "-tf", box.path]
        let pipe = Pipe()
        tar.standardOutput = pipe
        try tar.run()
        tar.waitUntilExit()
        let names = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(tar.terminationStatus == 0 && names == "a\nb\nmanifest.jsonl\n")
    }

    @Test func `an archive that was cut off anywhere is refused`() throws {
        for key in Self.keys {
            let box = try Box(members: ["a": Box.bytes(150_000), "b": Box.bytes(40)], key: key)
            let whole = try box.content()
            let places = Set(
                (0..<60).map { $0 * whole.count / 60 } + [1, 16, 66, whole.count - 1, whole.count - 512])
            for place in places {
                try box.replace(Array(whole.prefix(place)))
                #expect(throws: ArchiveFault.self, "cut at \(place)") { try box.read(key) }
            }
        }
    }

    @Test func `a single changed bit anywhere is found`() throws {
        for key in Self.keys {
            let box = try Box(members: ["a": Box.bytes(70_000), "b": Box.bytes(40)], key: key)
            let whole = try box.content()
            var places = Array(stride(from: 0, to: whole.count, by: 1_999))
            places += stride(from: 0, to: 700, by: 7)
            places += stride(from: whole.count - 2_000, to: whole.count, by: 13)
            for place in places {
                var changed = whole
                changed[place] ^= 1
                try box.replace(changed)
                #expect(throws: ArchiveFault.self, "changed at \(place)") { try box.read(key) }
            }
        }
    }

    @Test func `sealed pieces that changed places are refused`() throws {
        let key = ArchiveKey.bytes(Array(0..<32))
        let box = try Box(members: ["a": Box.bytes(300_000)], key: key)
        var bytes = try box.content()
        let (first, second) = (66..<66 + 65_552, 66 + 65_552..<66 + 2 * 65_552)
        let moved = Array(bytes[second]) + Array(bytes[first])
        bytes.replaceSubrange(first.lowerBound..<second.upperBound, with: moved)
        try box.replace(bytes)
        #expect(throws: ArchiveFault.damaged(at: 66)) { try box.read(key) }
    }

    @Test func `a member that was taken out is named`() throws {
        let box = try Box(members: ["a": [1], "b": [2], "c": [3]], key: nil)
        var bytes = try box.content()
        bytes.removeSubrange(1_024..<2_048)
        try box.replace(bytes)
        #expect(throws: ArchiveFault.memberMissing("b")) { try box.read(nil) }
    }

    @Test func `a member whose bytes changed is named`() throws {
        let box = try Box(members: ["a": [1], "b": [2]], key: nil)
        var bytes = try box.content()
        bytes[1_024 + 512] = 9
        try box.replace(bytes)
        #expect(throws: ArchiveFault.memberDamaged("b")) { try box.read(nil) }
    }

    @Test func `a wrong key, a missing one and one too many are told apart`() throws {
        let (key, other) = (ArchiveKey.bytes(Array(0..<32)), ArchiveKey.bytes(Array(1..<33)))
        let sealed = try Box(members: ["a": [1]], key: key)
        #expect(throws: ArchiveFault.keyWrong) { try sealed.read(other) }
        #expect(throws: ArchiveFault.keyWrong) { try sealed.read(.passphrase(text: "twelve letters")) }
        #expect(throws: ArchiveFault.keyMissing) { try sealed.read(nil) }
        let plain = try Box(members: ["a": [1]], key: nil)
        #expect(throws: ArchiveFault.keyNotNeeded) { try plain.read(key) }
        try plain.replace(Array("#!/bin/sh\necho this is something else\n".utf8))
        #expect(throws: ArchiveFault.self) { try plain.read(nil) }
    }

    @Test func `a passphrase opens what it sealed, and no other does`() throws {
        let box = try Box(members: ["a": Box.bytes(100)], key: .passphrase(text: "龙井茶两斤 spring 2026"))
        #expect(try box.read(.passphrase(text: "龙井茶两斤 spring 2026\n")) == ["a": Box.bytes(100)])
        #expect(throws: ArchiveFault.keyWrong) { try box.read(.passphrase(text: "龙井茶两斤 spring 2027")) }
        #expect(throws: ArchiveFault.self) { try ArchiveKey.passphrase(text: "short") }
    }
}

/// An archive in a directory of its own.
private struct Box {
    private let directory: TestDirectory

    init(members: KeyValuePairs<String, [UInt8]>, key: ArchiveKey?) throws {
        directory = try TestDirectory()
        let writer = try ArchiveWriter(
            to: FileStream.making(path), key: key, salt: Outside.system.bytes(32), spool: try spool(),
            at: Timestamp(milliseconds: 1_790_000_000_000))
        for (name, bytes) in members { try writer.add(name, bytes) }
        try writer.finish()
    }

    var path: String { directory.url.appending(path: "box").path }

    static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    func content() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    func replace(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    func read(_ key: ArchiveKey?) throws -> [String: [UInt8]] {
        let reader = try ArchiveReader(from: FileStream.reading(path), key: key, spool: try spool())
        var members: [String: [UInt8]] = [:]
        while let member = try reader.next() {
            var bytes: [UInt8] = []
            _ = try reader.takeMember { (piece: [UInt8]) throws(ArchiveFault) in bytes += piece }
            members[member.name] = bytes
        }
        #expect(try reader.finish().members == members.count)
        return members
    }

    private func spool() throws -> FileStream {
        let path = directory.url.appending(path: "spool-\(Outside.system.random())").path
        return try FileStream.making(path)
    }
}
