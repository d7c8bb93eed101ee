import Base
import Dispatch
import Synchronization

/// Does the slow work of passwords on threads of its own, so that neither requests nor the database wait for it.
///
/// Two at a time, since each takes 32 MB; who would wait behind 64 others is asked to come back.
public final class PasswordHasher: Sendable {
    private let cost: PasswordCost
    private let outside: Outside
    private let lanes = [
        DispatchQueue(label: "huitou.passwords.0"), DispatchQueue(label: "huitou.passwords.1"),
    ]
    private let turn = Atomic(0)
    private let waiting = Atomic(0)

    static let mostWaiting = 64

    public init(cost: PasswordCost = .standard, outside: Outside) {
        self.cost = cost
        self.outside = outside
    }

    /// - Throws: `signInBusy`.
    func hash(_ password: Password) async throws -> String {
        let salt = outside.bytes(16)
        return try await work { [cost] in try PasswordHash(of: password.text, salt: salt, cost: cost).text }
    }

    /// Takes the same time whether there is a stored password or not.
    /// - Throws: `signInBusy`.
    func fits(_ password: String, _ stored: String?) async throws -> Bool {
        let known = stored.flatMap { PasswordHash(stored: $0) }
        let hash = known ?? PasswordHash(ofNobodyAt: cost)
        let fits = try await work { try hash.fits(password) }
        return fits && known != nil
    }

    private func work<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.mostWaiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw SignInRefusal.signInBusy
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        let lane = lanes[turn.wrappingAdd(1, ordering: .relaxed).newValue & 1]
        return try await withCheckedThrowingContinuation { continuation in
            lane.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
