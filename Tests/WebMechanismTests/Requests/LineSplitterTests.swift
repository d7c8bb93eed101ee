import Base
import Hummingbird
import Testing

@testable import Web

@Suite struct LineSplitterTests {
    @Test(arguments: [
        (["a\nb\n"], ["1 a", "2 b"]), (["a\nb"], ["1 a", "2 b"]), (["a\r\nb\r\n"], ["1 a", "2 b"]),
        (["\u{FEFF}a\n"], ["1 a"]), (["a", "b", "c\nd"], ["1 abc", "2 d"]), (["\n\na\n\n"], ["3 a"]),
        ([""], []),
        (["a\r", "\nb"], ["1 a", "2 b"]), (["\u{FEFF}"], []), (["回\n头"], ["1 回", "2 头"]),
        (["12345678\n"], ["1 12345678"]), (["12345678\r\n"], ["1 12345678"]),
        (["123456789\nb\n"], ["1 too long", "2 b"]),
        (["12345", "67890", "12345\nb"], ["1 too long", "2 b"]),
        (["123456789"], ["1 too long"]), ([" \t\r\nb"], ["2 b"]), ([" a "], ["1  a "]),
    ])
    func `chunks become numbered lines`(chunks: [String], expected: [String]) async throws {
        var splitter = LineSplitter(limit: 8)
        var lines: [ImportLine] = []
        for chunk in chunks { lines += splitter.push(Array(chunk.utf8)) }
        if let last = splitter.finish() { lines.append(last) }
        #expect(lines.map(describe) == expected)
    }

    @Test func `a body is read line by line`() async throws {
        let chunks = AsyncStream<ByteBuffer> { continuation in
            for part in ["{\"id\"", ":1}\n{}", "\n[]"] { continuation.yield(ByteBuffer(string: part)) }
            continuation.finish()
        }
        var lines: [String] = []
        for try await line in Lines(chunks) { lines.append(describe(line)) }
        #expect(lines == ["1 {\"id\":1}", "2 {}", "3 []"])
    }

    private func describe(_ line: ImportLine) -> String {
        switch line.content {
        case .text(let bytes): "\(line.number) \(String(decoding: bytes, as: UTF8.self))"
        case .tooLong: "\(line.number) too long"
        }
    }
}
