import Base
import Foundation
import Storage

/// Serves one connection on a thread of its own: opens it when there is something to do, and again when it broke.
///
/// Sendable by proof: the connection is touched by the thread that runs `serve` only.
final class Worker: @unchecked Sendable {
    private let settings: PostgreSQLSettings
    private let workload: Workload
    private let outside: Outside
    private let time: SharedTime?
    private let reach: ServerReach
    private var connection: Connection?

    init(
        _ settings: PostgreSQLSettings, _ workload: Workload, _ reach: ServerReach, _ outside: Outside,
        _ time: SharedTime?
    ) {
        (self.settings, self.workload, self.outside) = (settings, workload, outside)
        (self.reach, self.time) = (reach, time)
    }

    /// Works until the workload is closed and done.
    func serve() {
        while let item = workload.next() {
            switch item {
            case .read(let read): carryOut(read)
            case .writes(let scope, let writes): carryOut(scope, writes)
            }
        }
        connection = nil
    }

    private func carryOut(_ read: any WaitingRead) {
        var pace = RetryPace(since: read.since, patience: settings.patience)
        if pace.isOver, reach.isAway { return read.fail(Self.away) }
        while true {
            do {
                return try read.run(on: connected(), outside)
            } catch {
                forgetConnection(after: error)
                guard pace.waits(after: error) else { return read.fail(error) }
            }
        }
    }

    private func carryOut(_ scope: WriteScope, _ writes: [any WaitingWrite]) {
        var group = WriteGroup(scope, writes)
        var pace = RetryPace(since: writes.map(\.since).min() ?? .now, patience: settings.patience)
        if pace.isOver, reach.isAway {
            group.fail(Self.away)
            return workload.finish(scope, leaving: [])
        }
        while true {
            do {
                try group.carryOut(on: connected(), outside)
                return workload.finish(scope, leaving: group.tell())
            } catch {
                forgetConnection(after: error)
                guard pace.waits(after: error) else {
                    group.fail((error as? CommitUnknown)?.fault ?? error)
                    return workload.finish(scope, leaving: [])
                }
            }
        }
    }

    private static let away = PostgreSQLFault.lost("the server does not answer")

    private func connected() throws -> Connection {
        let connected = try connection ?? Connection(settings)
        if connection == nil { reach.isFound() }
        connection = connected
        if let time, time.isToBeAsked() { try connected.ask(for: time) }
        return connected
    }

    private func forgetConnection(after error: any Error) {
        if ((error as? CommitUnknown)?.fault ?? error as? PostgreSQLFault)?.isLost == true { reach.isLost() }
        guard let fault = error as? PostgreSQLFault, fault.keepsConnection else {
            connection = nil
            return
        }
    }
}

extension PostgreSQLFault {
    /// Statements that the server keeps for the connection are still good, and so is the server.
    fileprivate var keepsConnection: Bool { !isLost && !isReadOnly && !["0A000", "26000"].contains(state) }
}

/// When to try again what a fault has stopped.
struct RetryPace {
    let since: ContinuousClock.Instant
    let patience: Duration
    private var tries = 0
    private var wait = Duration.milliseconds(20)

    init(since: ContinuousClock.Instant, patience: Duration) {
        (self.since, self.patience) = (since, patience)
    }

    /// Whether it has been waited for long enough.
    var isOver: Bool { ContinuousClock.now - since >= patience }

    /// Waits on this thread before the next try; false when none makes sense.
    mutating func waits(after error: any Error) -> Bool {
        guard let fault = error as? PostgreSQLFault, fault.concernsAll else { return false }
        tries += 1
        guard !isOver, tries <= 100 else { return false }
        Thread.sleep(forTimeInterval: Double(wait.components.attoseconds) / 1e18)
        wait = min(wait * 2, .milliseconds(500))
        return true
    }
}
