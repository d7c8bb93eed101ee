import AfterSales
import Payments
import Storage

/// Checks that what is stored agrees with itself: balances with the books, cases with their events and clocks.
public struct Verification: Sendable {
    public struct Report: Sendable {
        public fileprivate(set) var checked: [String] = []
        public fileprivate(set) var faults: [String] = []
        /// What is worth noting down.
        public internal(set) var notes: [String] = []

        mutating func add(_ promise: String, _ found: [String]) {
            if found.isEmpty {
                checked.append(promise)
            } else {
                faults += found.map { "\(promise): \($0)" }
            }
        }
    }

    public init() {}

    public func run(_ transaction: Transaction) throws -> Report {
        var report = Report()
        for check in PaymentChecks.all + CaseChecks.all {
            report.add(check.promise, try check.run(transaction))
        }
        return report
    }
}
