import Base
import Foundation
import Storage
import StorageSQLite

/// A directory of its own for one test, empty at first and gone with its owner.
public final class TestDirectory: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "huitou-test-\(Outside.system.random())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)  // what is left, the system clears away
    }

    /// Opens a database file in the directory, making it where there is none.
    public func database(_ name: String = "huitou.sqlite", outside: Outside) throws -> any Database {
        try SQLiteDatabase(path: url.appending(path: name).path, durability: .normal, outside: outside)
    }
}
