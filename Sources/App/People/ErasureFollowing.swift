import Base
import Logging
import ServiceLifecycle
import Storage
import Vault

/// Brings into this node's journal whom other nodes erase, when they tell of it, and now and then in case that was
/// missed. Whoever was erased while the node was down is found at its start.
struct ErasureFollowing: Service {
    let erasure: Erasure
    let database: any Database
    let signals: any NodeSignals
    let logger: Logger

    private static let pause = Duration.seconds(60)
    /// Moments are those of the database's clock, which was asked before the transaction ended.
    private static let overlap = Span.minutes(10)

    func run() async throws {
        let (wakes, waking) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        signals.listen { signal in
            if signal == nil || signal?.topic == PersonVault.topic { waking.yield() }
        }
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    while !Task.isCancelled {
                        waking.yield()
                        // A cancelled sleep is noticed by the loop.
                        try? await Task.sleep(for: Self.pause)
                    }
                }
                await follow(wakes)
                group.cancelAll()
            }
        }
    }

    private func follow(_ wakes: AsyncStream<Void>) async {
        var moment: Timestamp?
        for await _ in wakes {
            do {
                let now = try await database.read(\.now)
                try await erasure.noteOthers(since: moment.map { $0 - Self.overlap }, database)
                moment = now
            } catch {
                // The next wake looks again.
                logger.error(
                    "other nodes' erasures are not in the journal yet", metadata: ["fault": "\(error)"])
            }
        }
    }
}
