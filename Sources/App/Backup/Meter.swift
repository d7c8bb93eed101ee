import Synchronization

/// Counts bytes and tells of them.
final class Meter: Sendable {
    private let stage: BackupProgress.Stage
    private let all: Int64
    private let tell: @Sendable (BackupProgress) -> Void
    private let done = Atomic<Int64>(0)

    init(
        _ all: Int64, _ tell: @escaping @Sendable (BackupProgress) -> Void,
        stage: BackupProgress.Stage = .writing
    ) {
        (self.all, self.tell, self.stage) = (all, tell, stage)
    }

    func advance(_ bytes: Int) {
        let sum = done.add(Int64(bytes), ordering: .relaxed).newValue
        tell(BackupProgress(stage: stage, done: sum, all: max(all, sum)))
    }
}

/// Carries a value into a closure that runs elsewhere while whoever made it waits.
///
/// Sendable by proof: it is given to one closure, and not touched outside until that has returned.
struct Unshared<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
