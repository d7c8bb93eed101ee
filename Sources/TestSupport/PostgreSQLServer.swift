import Base
import CLibPQ
import Foundation
import StoragePostgreSQL
import Synchronization

/// A PostgreSQL server of the tests' own, in a directory of its own, reached by a socket there. It ends with its owner or
/// with the test program, however that ends.
///
/// Sendable by proof: the pipe is written by nobody, and the connection is used under the lock only.
public final class PostgreSQLServer: @unchecked Sendable {
    /// The one that tests have their databases on; it starts with its first use.
    public static let shared = Result { try PostgreSQLServer() }

    private let directory: URL
    private let programs: String
    /// Its other end is read by the script that runs the server; when it closes, the server stops.
    private let lifeline: UnsafeMutablePointer<FILE>
    private let administrator: OpaquePointer?
    private let turn = Mutex(())

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public init() throws {
        directory = URL(filePath: "/tmp/huitou-postgresql-\(Outside.system.random())")
        let program = Self.programs()
        guard let program else {
            throw Failure(
                description: "no PostgreSQL 15 or newer in /usr/lib/postgresql; bin/setup --test installs it")
        }
        programs = program
        let script = Self.script(program, directory.path)
        guard let lifeline = popen("exec \(Self.user)sh -c '\(script)'", "we") else {
            throw Failure(description: "PostgreSQL could not be started")
        }
        self.lifeline = lifeline
        administrator = try Self.connect(directory.path)
    }

    deinit {
        PQfinish(administrator)
        pclose(lifeline)
    }

    /// How to reach an empty database that goes with the server.
    public func connection() throws -> String { try makeDatabase().connection }

    public enum Stop: Sendable {
        /// As an operator stops it who waits for nobody.
        case orderly
        /// As when it dies: what was committed is found in its log when it starts again.
        case crash
    }

    /// No database can be made afterwards.
    public func stop(_ stop: Stop) throws {
        let path = "\(directory.path)/data/postmaster.pid"
        let number = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first
        guard let number = number.flatMap({ Int32($0) }),
            kill(number, stop == .orderly ? SIGINT : SIGQUIT) == 0
        else {
            throw Failure(description: "PostgreSQL is not running")
        }
        for _ in 0..<600 where FileManager.default.fileExists(atPath: path) { usleep(50_000) }
    }

    /// Starts what was stopped; answers once it takes connections.
    public func start() throws {
        let command = Self.start(programs, directory.path)
        guard let ended = popen("exec \(Self.user)sh -c '\(command)'", "re"), pclose(ended) == 0 else {
            throw Failure(description: "PostgreSQL could not be started again")
        }
    }

    /// An empty database, to be dropped by its owner.
    func makeDatabase() throws -> TestDatabase {
        let name = "test_\(Outside.system.random())"
        try run("CREATE DATABASE \(name) STRATEGY file_copy")
        return TestDatabase(name: name, connection: "postgres://huitou@/\(name)?host=\(directory.path)")
    }

    func drop(_ database: TestDatabase) {
        // What is left goes with the server.
        try? run("DROP DATABASE \(database.name) WITH (FORCE)")
    }

    private func run(_ statement: String) throws {
        let fault = turn.withLock { _ -> String? in
            let result = PQexec(administrator, statement)
            defer { PQclear(result) }
            return PQresultStatus(result) == PGRES_COMMAND_OK
                ? nil : PQresultErrorMessage(result).map { String(cString: $0) } ?? "no answer"
        }
        if let fault { throw Failure(description: fault) }
    }

    private static func programs() -> String? {
        let root = "/usr/lib/postgresql"
        // Where it is not installed there is no such directory.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap { Int($0) }.filter { $0 >= 15 }.max()
        return newest.map { "\(root)/\($0)/bin" }
    }

    /// The server refuses to run as root.
    private static let user =
        geteuid() == 0 ? "setpriv --reuid=nobody --regid=nogroup --clear-groups " : ""

    /// Nothing here outlives the tests, so nothing waits for the disk.
    private static func start(_ programs: String, _ directory: String) -> String {
        let settings = [
            "listen_addresses=", "max_connections=400", "shared_buffers=64MB", "fsync=off",
            "full_page_writes=off",
            "wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB",
        ].map { "-c \($0)" }.joined(separator: " ")
        return """
            \(programs)/pg_ctl -D \(directory)/data -l \(directory)/log -w -o "\(settings) -k \(directory)" start >/dev/null 2>&1
            """
    }

    private static func script(_ programs: String, _ directory: String) -> String {
        """
        set -e
        mkdir -m 700 \(directory)
        trap "\(programs)/pg_ctl -D \(directory)/data -m immediate stop >/dev/null 2>&1; rm -rf \(directory)" EXIT
        \(programs)/initdb -D \(directory)/data -U huitou -A trust -E UTF8 --locale=C --no-sync >\(directory)/log 2>&1
        \(start(programs, directory))
        touch \(directory)/ready
        read end || true
        """
    }

    private static func connect(_ directory: String) throws -> OpaquePointer? {
        for _ in 0..<600 {
            if FileManager.default.fileExists(atPath: "\(directory)/ready") {
                let handle = PQconnectdb("host=\(directory) user=huitou dbname=postgres")
                if PQstatus(handle) == CONNECTION_OK { return handle }
                PQfinish(handle)
            }
            usleep(50_000)  // until the server answers, once in a test run
        }
        throw Failure(description: "PostgreSQL did not start within 30 s")
    }
}

/// One database of the server.
struct TestDatabase: Sendable {
    let name: String
    let connection: String
}
