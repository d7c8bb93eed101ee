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
        /// Of a refund: the payment that it goes back to.
        public let payment: Movement?
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

    public func send(_ order: GatewayOrder) async -> GatewayAnswer { reply(.send, order) }

    public func query(_ order: GatewayOrder) async -> GatewayAnswer { reply(.query, order) }

    private func reply(_ question: Question, _ order: GatewayOrder) -> GatewayAnswer {
        state.withLock { state in
            state.calls.append(
                Call(
                    question: question, number: order.movement.number, amount: order.movement.amount,
                    payment: order.payment))
            return state.script.isEmpty ? state.otherwise : state.script.removeFirst()
        }
    }
}
