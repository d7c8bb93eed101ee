import Base
import Payments
import Storage
import Synchronization

/// Brings the notices of the simulated provider to the payment jobs, as App does.
final class ProviderNotices: Sendable {
    private struct Receiver {
        let jobs: PaymentJobs
        let database: any Database
    }

    private let receiver = Mutex<Receiver?>(nil)

    func deliver(to jobs: PaymentJobs, _ database: any Database) {
        receiver.withLock { $0 = Receiver(jobs: jobs, database: database) }
    }

    /// Lets go of what it delivers to, which holds the provider that holds this.
    func end() { receiver.withLock { $0 = nil } }

    func take(_ movement: Movement, _ answer: GatewayAnswer) async {
        guard let receiver = receiver.withLock({ $0 }) else { return }
        // A notice that gets lost is what the provider's own retries are for.
        try? await receiver.database.write(in: TestWorld.shop) {
            try receiver.jobs.take(answer, of: movement.number, in: TestWorld.shop, $0)
        }
    }
}
