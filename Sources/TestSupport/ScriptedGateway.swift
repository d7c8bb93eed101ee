import Base
import Payments
import Synchronization

/// A payment provider that answers as it is told and writes down what it was asked.
public final class ScriptedGateway: PaymentGateway {
    public enum Question: String, Sendable { case send, query }

    public struct Call: Sendable, Hashable {
        public let question: Question
        public let number: Identifier<Movement>
        public let amount: Money
    }

    private let state = Mutex(State())

    private struct State {
        var script: [GatewayAnswer] = []
        var otherwise = GatewayAnswer.succeeded
        var calls: [Call] = []
    }

    public init() {}

    public var calls: [Call] { state.withLock { $0.calls } }

    /// The next answers, one a question, and what is answered after them.
    public func answer(_ script: GatewayAnswer..., otherwise: GatewayAnswer = .succeeded) {
        state.withLock {
            $0.script = script
            $0.otherwise = otherwise
        }
    }

    public func send(_ movement: Movement) async -> GatewayAnswer { reply(.send, movement) }

    public func query(_ movement: Movement) async -> GatewayAnswer { reply(.query, movement) }

    private func reply(_ question: Question, _ movement: Movement) -> GatewayAnswer {
        state.withLock { state in
            state.calls.append(Call(question: question, number: movement.number, amount: movement.amount))
            return state.script.isEmpty ? state.otherwise : state.script.removeFirst()
        }
    }
}
