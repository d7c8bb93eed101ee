/// Tells the programs that share a database that something happened. A signal carries a topic and ids, never data:
/// who hears it reads the database. One can be lost with its sender, so nobody waits for signals alone.
public protocol NodeSignals: Sendable {
    /// Tells the other nodes, soon and together with what else is to be told. Never waits.
    func send(_ signal: NodeSignal)

    /// Calls the function for every signal of other nodes, and with nil when some may have been missed.
    func listen(_ hear: @escaping @Sendable (NodeSignal?) -> Void)
}

public struct NodeSignal: Sendable, Hashable {
    /// A word, such as `events`.
    public let topic: String
    /// What it is about, such as a shop.
    public let id: String

    public init(_ topic: String, _ id: String) {
        self.topic = topic
        self.id = id
    }
}
