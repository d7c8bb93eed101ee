import Base
import Payments
import Storage
import Synchronization

/// The simulated provider of a sandbox or demo and the knob for its misbehaviour.
public final class SimulatedProviderControl: Sendable {
    private let memory: any Database
    private let behaviour = Mutex(SimulatedProvider.Behaviour())
    private let notices = Mutex<(@Sendable (Movement, GatewayAnswer) async throws -> Void)?>(nil)

    init(memory: any Database) { self.memory = memory }

    public func behave(_ new: SimulatedProvider.Behaviour) { behaviour.withLock { $0 = new } }

    /// Where the provider's notices go; set once the rest of the program stands.
    func deliverNotices(_ deliver: @escaping @Sendable (Movement, GatewayAnswer) async throws -> Void) {
        notices.withLock { $0 = deliver }
    }

    /// Lets go of what the notices went to, which holds the gateway that holds this.
    func endNotices() { notices.withLock { $0 = nil } }

    public var gateway: SimulatedProvider {
        SimulatedProvider(
            memory: memory, behaviour: { [self] in behaviour.withLock { $0 } },
            notice: { [self] movement, answer in
                let deliver = notices.withLock { $0 }
                try? await deliver?(movement, answer)  // a lost notice is part of what is simulated
            })
    }
}

/// A notice that a provider sends by itself.
struct Notices: Sendable {
    let database: any Database
    let jobs: PaymentJobs

    func take(_ movement: Movement, _ answer: GatewayAnswer) async throws {
        guard let shop = try await shop(of: movement) else { return }
        try await database.write(in: shop) { try jobs.take(answer, of: movement.number, in: shop, $0) }
    }

    private func shop(of movement: Movement) async throws -> ShopID? {
        try await database.read { transaction in
            try transaction.first("SELECT shop FROM movements WHERE number = \(movement.number)") {
                try $0.id()
            }
        }
    }
}
