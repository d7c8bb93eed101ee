import Logging
import ServiceLifecycle
import Testing

@testable import App

/// Work that is done once beside a server does not disturb its end.
struct UntilToldTests {
    @Test func `work that is done while others are told to end breaks nothing off`() async throws {
        let (told, tell) = AsyncStream<Void>.makeStream()
        let (done, finish) = AsyncStream<Void>.makeStream()
        let (slow, work) = (SlowToEnd(tell: tell, done: done), EndsAtOnce(told: told, finish: finish))
        // The last is told first, and takes its time; the work ends meanwhile.
        let group = ServiceGroup(
            services: [UntilTold(work: work), slow],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let ended: Void = group.run()
        await group.triggerGracefulShutdown()
        try await ended
    }
}

private struct EndsAtOnce: Service {
    let told: AsyncStream<Void>
    let finish: AsyncStream<Void>.Continuation

    func run() async {
        for await _ in told {}
        finish.finish()
    }
}

private struct SlowToEnd: Service {
    let tell: AsyncStream<Void>.Continuation
    let done: AsyncStream<Void>

    func run() async throws {
        try await gracefulShutdown()
        tell.finish()
        for await _ in done {}
        // So that the group sees the other's end before this one's.
        try await Task.sleep(for: .milliseconds(100))
    }
}
