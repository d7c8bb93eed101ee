import Base
import Files
import Foundation
import TestSupport
import Testing
import Vault

/// The smallest whole file of each type, by the parts that its format names.
struct WholeFile: Sendable, CustomTestStringConvertible {
    let kind: FileKind
    let bytes: [UInt8]
    /// Bytes at the end without which it is still whole.
    var spare = 0

    var testDescription: String { kind.rawValue }

    static let all = [
        WholeFile(kind: .jpeg, bytes: TestPicture.jpeg("梅")), WholeFile(kind: .png, bytes: png),
        WholeFile(kind: .gif, bytes: gif), WholeFile(kind: .webp, bytes: webp),
        WholeFile(kind: .mp4, bytes: box("ftyp", "isom0000") + box("moov", "mvhd") + box("mdat", "frames")),
        WholeFile(
            kind: .quickTime, bytes: box("ftyp", "qt  0000") + box("mdat", "frames") + box("moov", "mvhd")),
        WholeFile(kind: .heic, bytes: box("ftyp", "heic0000") + box("meta", "pitm") + box("mdat", "tiles")),
        WholeFile(kind: .webm, bytes: webm),
        WholeFile(
            kind: .pdf, bytes: Array("%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n".utf8), spare: 1),
    ]

    private static let png: [UInt8] = {
        func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
            big(data.count) + Array(name.utf8) + data + [1, 2, 3, 4]
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", big(1) + big(1) + [8, 2, 0, 0, 0]) + chunk("IDAT", [9, 9]) + chunk("IEND", [])
    }()

    private static let gif: [UInt8] =
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
        + [0x21, 0xF9, 4, 0, 0, 0, 0, 0] + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0] + [0x3B]

    private static let webp: [UInt8] =
        Array("RIFF".utf8) + [16, 0, 0, 0] + Array("WEBPVP8L".utf8) + [4, 0, 0, 0, 0x2F, 0, 0, 0]

    private static let webm: [UInt8] =
        [0x1A, 0x45, 0xDF, 0xA3, 0x82, 1, 2] + [0x18, 0x53, 0x80, 0x67, 0x40, 3, 7, 7, 7]

    private static func box(_ name: String, _ content: String) -> [UInt8] {
        big(8 + content.utf8.count) + Array(name.utf8) + Array(content.utf8)
    }

    private static func big(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

@Suite struct CompletenessTests {
    private let directory: TestDirectory
    private let desk: FileDesk

    init() throws {
        directory = try TestDirectory()
        desk = FileDesk(
            directory: directory.url, people: PersonVault(Vault(.make(.system), outside: .system)),
            outside: .system)
    }

    @Test(arguments: WholeFile.all) func `a whole file is taken, with or without something behind it`(
        file: WholeFile
    ) throws {
        #expect(try desk.store(file.bytes).kind == file.kind)
        #expect(try desk.store(file.bytes + [0, 0, 0]).kind == file.kind)
    }

    @Test(arguments: WholeFile.all) func `a file that breaks off anywhere is refused`(file: WholeFile) throws
    {
        for length in 16..<(file.bytes.count - file.spare) {
            #expect(throws: FileRefusal.self, "\(length) of \(file.bytes.count)") {
                try desk.store(Array(file.bytes.prefix(length)))
            }
        }
        #expect(throws: FileRefusal.fileIncomplete) {
            try desk.store(Array(file.bytes.dropLast(file.spare + 1)))
        }
    }

    @Test func `a picture without a size is none`() throws {
        var bytes = TestPicture.jpeg()
        let frame = try #require(bytes.firstRange(of: [0xFF, 0xC0]))
        bytes[frame.lowerBound + 8] = 0
        #expect(throws: FileRefusal.fileIncomplete) { try desk.store(bytes) }
    }
}
