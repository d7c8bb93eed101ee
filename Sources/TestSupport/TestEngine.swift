import Foundation

/// Which engine the tests of this run keep their records in: `HUITOU_TEST_ENGINE=postgresql` for the second one.
/// `bin/test` runs them on both.
public enum TestEngine: String, Sendable {
    case sqlite, postgresql

    public static let current =
        ProcessInfo.processInfo.environment["HUITOU_TEST_ENGINE"].flatMap { TestEngine(rawValue: $0) }
        ?? .sqlite
}
