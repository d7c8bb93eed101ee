import Foundation
import TestSupport
import Testing

@testable import App

extension Trait where Self == ConditionTrait {
    /// A test of what only records in a data directory have; it runs where the tests keep theirs in files.
    static var dataDirectories: Self {
        .enabled(if: TestEngine.current == .sqlite, "data directories are tested on the embedded engine")
    }
}

extension DataDirectory {
    /// What lies in one beside the file by which a program claims it.
    static func contents(of url: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0 != DataClaim.name }
    }
}
