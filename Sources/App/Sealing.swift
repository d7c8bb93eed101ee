import Base
import Events
import Logging
import ServiceLifecycle
import Web

/// Seals the log beside the server, once a minute and once more when everything else has stopped, and shows the newest
/// seal as metrics, so that whoever keeps those has noted it outside.
struct Sealing: Service {
    let sealer: EventSealer
    let metrics: SealMetrics
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await sealOnce()
                // A cancelled sleep is noticed by the loop.
                try? await Task.sleep(for: EventSealer.every)
            }
        }
        await sealOnce()
    }

    private func sealOnce() async {
        do {
            if let newest = try await sealer.seal() { metrics.show(newest) }
        } catch is CancellationError {
            return
        } catch {
            logger.error("the event log could not be sealed", metadata: ["fault": "\(error)"])
        }
    }
}

/// The newest seal as numbers. Its hash stands in six of them, 48 bits each and 16 in the last, because a label that
/// held it would make a new series a minute.
struct SealMetrics: Sendable {
    private let number: MetricRegistry.Gauge
    private let time: MetricRegistry.Gauge
    private let hash: MetricRegistry.Gauge

    init(_ registry: MetricRegistry) {
        number = registry.gauge("huitou_event_seal_number", "The newest seal over the event log.")
        time = registry.gauge("huitou_event_seal_seconds", "When it was made, in seconds since 1970.")
        hash = registry.gauge(
            "huitou_event_seal_hash", "Its SHA-256, 48 bits a part and 16 in the last.", labels: ["part"])
    }

    func show(_ seal: EventSeal) {
        number.set(Int(seal.number))
        time.set(Int(seal.at.milliseconds / 1000))
        for part in 0..<6 {
            let bytes = seal.hash.dropFirst(part * 6).prefix(6)
            hash.set(bytes.reduce(0) { $0 << 8 | Int($1) }, [String(part)])
        }
    }
}
