import Base
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct RateLimitTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    @Test func `a burst goes through, then so many a second`() {
        let buckets = TokenBuckets(RateRule(callsPerSecond: 2, burst: 3))
        #expect((0..<3).allSatisfy { _ in buckets.take("a", at: start) == nil })
        #expect(buckets.take("a", at: start) == 1)
        #expect(buckets.take("b", at: start) == nil)
        let later = start + Span(milliseconds: 500)
        #expect(buckets.take("a", at: later) == nil)
        #expect(buckets.take("a", at: later) == 1)
        #expect(buckets.take("a", at: start) == 1)
        let muchLater = start + .days(400)
        #expect((0..<3).allSatisfy { _ in buckets.take("a", at: muchLater) == nil })
        #expect(buckets.take("a", at: muchLater) == 1)
    }

    @Test func `names are bounded, those at rest make room`() {
        let buckets = TokenBuckets(RateRule(callsPerSecond: 1, burst: 1), most: 10)
        for name in 0..<50 { _ = buckets.take("\(name)", at: start) }
        #expect(buckets.count <= 11)
        #expect(buckets.take("new", at: start) == 1)
        #expect(buckets.take("new", at: start + .seconds(60)) == nil)
        #expect(buckets.count <= 11)
    }

    @Test func `who calls too often waits, a key without a limit does not`() async throws {
        let world = try World()
        let application = try world.application(rate: RateRule(callsPerSecond: 1, burst: 2)) { router in
            router.get("v1/open") { _, _ in Response.text("open") }
        }
        try await application.test(.router) { client in
            func call(_ headers: HTTPFields) async throws -> TestResponse {
                try await client.execute(uri: "/v1/open", method: .get, headers: headers)
            }
            var lin: [TestResponse] = []
            for _ in 0..<3 { lin.append(try await call(.key("lin"))) }
            #expect(lin.map(\.status.code) == [200, 200, 429])
            #expect(lin[2].headers[.retryAfter] == "1")
            #expect(lin[2].code == "rateLimited")
            for _ in 0..<9 { #expect(try await call(.key("root")).status == .ok) }
            guard let forwarded = HeaderName("X-Forwarded-For") else { return }
            for address in ["1.1.1.1", "1.1.1.1", "2.2.2.2"] {
                #expect(try await call([forwarded: "9.9.9.9, \(address)"]).status == .ok)
            }
            #expect(try await call([forwarded: "8.8.8.8, 1.1.1.1"]).status == .tooManyRequests)
            world.clock.advance(.seconds(1))
            #expect(try await call(.key("lin")).status == .ok)
        }
    }
}
