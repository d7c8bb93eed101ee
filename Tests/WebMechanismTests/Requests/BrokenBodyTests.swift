import Hummingbird
import Testing

@testable import Web

@Suite struct BrokenBodyTests {
    private struct CutOff: Error {}

    @Test func `a body that breaks off is the sender's fault, not ours`() async throws {
        await #expect(throws: WebRefusal.requestInvalid) { try await Self.request().bytes(upTo: 100) }
        await #expect(throws: WebRefusal.requestInvalid) {
            for try await _ in DigestedBody(Self.request()) {}
        }
    }

    private static func request() -> Request {
        let chunks = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
            continuation.yield(ByteBuffer(string: "{\"id\":"))
            continuation.finish(throwing: CutOff())
        }
        return Request(
            head: HTTPRequest(method: .post, scheme: "http", authority: "shop", path: "/v1/shops"),
            body: RequestBody(asyncSequence: chunks))
    }
}
