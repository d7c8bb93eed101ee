import Foundation

/// What the disk and PostgreSQL alone would do: the same number of bytes committed by its own pgbench.
struct ServerFloor {
    let place: Workplace
    let database: String

    /// Commits a second, one record of `bytes` to a commit, `commits` of them in all. The records are not compressed.
    func commitsPerSecond(bytes: Int, connections: Int, commits: Int) throws -> Double {
        try pgbench(
            ["-t", "1"],
            """
            CREATE TABLE IF NOT EXISTS floor (body TEXT NOT NULL);
            ALTER TABLE floor ALTER body SET STORAGE EXTERNAL;
            """)
        let text = try pgbench(
            ["-M", "prepared", "-c", String(connections), "-t", String(commits / connections)],
            "INSERT INTO floor (body) VALUES (repeat('x', \(bytes)));")
        guard let rate = text.firstMatch(of: /tps = ([0-9.]+)/).flatMap({ Double($0.1) }) else {
            throw BenchFailure("pgbench said: \(text)")
        }
        return rate
    }

    @discardableResult
    private func pgbench(_ options: [String], _ script: String) throws -> String {
        let file = place.directory.appending(path: "floor.sql")
        try Data(script.utf8).write(to: file)
        return try place.output(
            URL(filePath: "/usr/bin/env"), ["pgbench", "-n"] + options + ["-f", file.path, database])
    }
}
