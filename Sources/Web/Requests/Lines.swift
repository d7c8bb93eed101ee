import Base
import Hummingbird

/// One line of an import, counted from 1.
public struct ImportLine: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case text([UInt8])
        /// Longer than `Limits.importLineBytes`; its bytes were not kept.
        case tooLong
    }

    public let number: Int
    public let content: Content
}

/// Cuts a stream of chunks into lines. A byte order mark, `\r\n` and a last line without an end are fine;
/// empty lines are counted and left out.
public struct LineSplitter: Sendable {
    private let limit: Int
    private var pending: [UInt8] = []
    private var isTooLong = false
    private var number = 0

    public init(limit: Int = Limits.importLineBytes) { self.limit = limit }

    /// The lines that end in this chunk.
    public mutating func push(_ chunk: some Collection<UInt8>) -> [ImportLine] {
        var lines: [ImportLine] = []
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            if let line = take() { lines.append(line) }
            rest = rest[rest.index(after: end)...]
        }
        keep(rest)
        return lines
    }

    /// The last line, when it had no end.
    public mutating func finish() -> ImportLine? { take() }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        // One byte over the limit may be the `\r` of the line's end.
        if isTooLong || pending.count + bytes.count > limit + 1 {
            isTooLong = true
            pending.removeAll(keepingCapacity: true)
        } else {
            pending.append(contentsOf: bytes)
        }
    }

    private mutating func take() -> ImportLine? {
        number += 1
        defer {
            pending.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        if number == 1, pending.starts(with: [0xEF, 0xBB, 0xBF]) { pending.removeFirst(3) }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        if isTooLong || pending.count > limit { return ImportLine(number: number, content: .tooLong) }
        return pending.isEmpty ? nil : ImportLine(number: number, content: .text(pending))
    }
}

/// The lines of a body as they arrive, without a bound on their number.
public struct Lines<Chunks: AsyncSequence>: AsyncSequence where Chunks.Element == ByteBuffer {
    private let chunks: Chunks

    public init(_ chunks: Chunks) { self.chunks = chunks }

    public func makeAsyncIterator() -> Iterator { Iterator(chunks: chunks.makeAsyncIterator()) }

    public struct Iterator: AsyncIteratorProtocol {
        private var chunks: Chunks.AsyncIterator
        private var splitter = LineSplitter()
        private var ready: ArraySlice<ImportLine> = []
        private var isAtEnd = false

        init(chunks: Chunks.AsyncIterator) { self.chunks = chunks }

        public mutating func next() async throws -> ImportLine? {
            while true {
                if let line = ready.popFirst() { return line }
                if isAtEnd { return nil }
                if let chunk = try await chunks.next() {
                    ready = splitter.push(chunk.readableBytesView)[...]
                } else {
                    isAtEnd = true
                    return splitter.finish()
                }
            }
        }
    }
}
