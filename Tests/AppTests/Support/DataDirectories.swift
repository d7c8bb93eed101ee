import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// A test of what only records in a data directory have; it runs where the tests keep theirs in files.
    static var dataDirectories: Self {
        .enabled(if: TestEngine.current == .sqlite, "data directories are tested on the embedded engine")
    }
}
