/// Something that all records together must hold, however they came about, and the question that finds what breaks it.
public struct SoundnessCheck: Sendable {
    public let promise: String
    private let faults: SQL

    /// - Parameter faults: the first hundred rows that break the promise, each as one text that begins with its shop.
    public init(promise: String, faults: SQL) {
        self.promise = promise
        self.faults = faults
    }

    /// What breaks the promise; empty where it is kept.
    public func run(_ transaction: Transaction) throws -> [String] {
        try transaction.rows(faults) { try $0.text() }
    }
}
