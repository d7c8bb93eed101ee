import Base

/// What after-sales cases make of the units of one order line.
public struct LineUnits: Sendable, Hashable {
    /// Units whose whole price has gone back, or is on its way.
    public let refunded: Int
    /// Units that have not left and that an open case asks money back for: nothing of them is sent before it is decided.
    public let held: Int

    public init(refunded: Int, held: Int) {
        self.refunded = refunded
        self.held = held
    }

    var members: [JSONValue.Member] {
        [("refunded", refunded), ("held", held)].filter { $0.1 > 0 }.map {
            JSONValue.Member($0.0, JSONValue($0.1))
        }
    }
}
