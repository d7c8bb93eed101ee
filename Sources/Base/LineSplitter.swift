/// One line of an import, counted from 1.
public struct ImportLine: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case text([UInt8])
        /// Longer than `Limits.importLineBytes`; its bytes were not kept.
        case tooLong
    }

    public let number: Int
    public let content: Content

    public init(number: Int, content: Content) {
        self.number = number
        self.content = content
    }

    public init(number: Int, bytes: [UInt8]) { self.init(number: number, content: .text(bytes)) }
}

/// Cuts a stream of chunks into lines. A byte order mark, `\r\n` and a last line without an end are fine;
/// empty lines and those of spaces are counted and left out.
public struct LineSplitter: Sendable {
    private let limit: Int
    private var pending: [UInt8] = []
    private var isTooLong = false
    private var number = 0

    public init(limit: Int = Limits.importLineBytes) { self.limit = limit }

    /// The lines that end in this chunk.
    public mutating func push(_ chunk: some Collection<UInt8>) -> [ImportLine] {
        let lines: [ImportLine]? = chunk.withContiguousStorageIfAvailable { cut($0) }
        return lines ?? Array(chunk).withUnsafeBufferPointer { cut($0) }
    }

    /// The last line, when it had no end.
    public mutating func finish() -> ImportLine? { take() }

    private mutating func cut(_ chunk: UnsafeBufferPointer<UInt8>) -> [ImportLine] {
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
        let isBlank = pending.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return isBlank ? nil : ImportLine(number: number, bytes: pending)
    }
}
