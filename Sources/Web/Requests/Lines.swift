import Base
import Hummingbird

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
