import Base
import Customers
import Payments
import Web

/// Money under way, in words.
struct MovementText {
    let reader: Reader

    func state(_ movement: Movement) -> String {
        let isPaid = movement.kind == .payment && movement.state == .succeeded
        return reader[isPaid ? "movement.paid.succeeded" : "movement.state.\(movement.state.rawValue)"]
    }

    func chip(_ movement: Movement) -> StatusChip { StatusChip(state(movement), Self.tone(movement.state)) }

    func method(_ kind: MethodKind) -> String { reader["method.\(kind.rawValue)"] }

    /// Which way the money goes.
    func way(_ movement: Movement) -> String {
        movement.handReference.map { reader["movement.byHand", ["reference": $0]] }
            ?? method(movement.methodKind)
    }

    /// With what tells one card from another: its last four figures or its balance.
    func method(_ method: PaymentMethod) -> String {
        let name = self.method(method.kind)
        if let number = method.lastFour {
            return reader["method.number", ["method": name, "number": number]]
        }
        if let balance = method.balance {
            return reader["method.balance", ["method": name, "balance": reader.money(balance)]]
        }
        return name
    }

    static func tone(_ state: MovementState) -> Tone? {
        switch state {
        case .succeeded: .good
        case .unknown: .warn
        case .failed: .bad
        case .ordered, .sent, .undone: nil
        }
    }
}
