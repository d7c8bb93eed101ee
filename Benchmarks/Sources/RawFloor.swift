import Base
import Foundation
import Storage
import StorageSQLite

/// What the disk and SQLite alone would do: the same number of bytes committed by a loop, with the same durability.
struct RawFloor {
    let place: Workplace

    /// Commits a second with one writer, one record of `bytes` to a commit.
    func commitsPerSecond(bytes: Int, seconds: Double) async throws -> Double {
        let database = try SQLiteDatabase(
            path: place.directory.appending(path: "floor.sqlite").path, outside: .system)
        try await database.migrate([
            Migration("floor", ["CREATE TABLE floor (id BIGINT PRIMARY KEY, body BYTEA NOT NULL)"])
        ])
        let body = [UInt8](repeating: 120, count: bytes)
        let start = ContinuousClock.now
        var count = 0
        while ContinuousClock.now - start < .seconds(seconds) {
            let number = count
            try await database.write {
                try $0.run("INSERT INTO floor (id, body) VALUES (\(number), \(body))")
            }
            count += 1
        }
        try await database.close()
        return Double(count) / seconds
    }
}
