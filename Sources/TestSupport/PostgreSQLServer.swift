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
    private let data: String
    private let settings: [String]
    /// Its other end is read by the script that runs the server; when it closes, the server stops.
    private let lifeline: UnsafeMutablePointer<FILE>
    private let administrator = Mutex<Administrator?>(nil)

    /// What of a server lies on a disk that the test has mounted.
    public enum Place: Sendable {
        /// The tables; its log of writes lies elsewhere, so that it goes on and says what does not fit.
        case tables(URL)
        /// Both; without room for the log it ends.
        case everything(URL)
    }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Parameters:
    ///   - place: where it lies, unless everything is to lie in its own directory.
    ///   - isReplicated: another server can follow it.
    public convenience init(on place: Place? = nil, isReplicated: Bool = false) throws {
        let directory = "/tmp/huitou-postgresql-\(Outside.system.random())"
        let (data, log) =
            switch place {
            case nil: ("\(directory)/data", "")
            case .tables(let disk): ("\(disk.path)/data", "-X \(directory)/log-of-writes")
            case .everything(let disk): ("\(disk.path)/data", "--wal-segsize=1")
            }
        try self.init(directory, data: data, isReplicated: isReplicated) { programs in
            "\(programs)/initdb -D \(data) \(log) -U huitou -A trust -E UTF8 --locale=C --no-sync"
        }
        try connect()
    }

    private init(
        _ directory: String, data: String, isReplicated: Bool, preparing: (String) -> String
    ) throws {
        self.directory = URL(filePath: directory)
        self.data = data
        settings = Self.settings + (isReplicated ? Self.replicating : Self.alone)
        guard let programs = Self.programs() else {
            throw Failure(
                description: "no PostgreSQL 15 or newer in /usr/lib/postgresql; bin/setup --test installs it")
        }
        self.programs = programs
        let start = Self.start(programs, directory, data, settings)
        let script = Self.script(programs, directory, data, preparing: preparing(programs), start)
        guard let lifeline = popen("exec \(Self.user)sh -c '\(script)'", "we") else {
            throw Failure(description: "PostgreSQL could not be started")
        }
        self.lifeline = lifeline
        for _ in 0..<3_600 where !FileManager.default.fileExists(atPath: "\(directory)/ready") {
            usleep(50_000)  // until the server answers; making its files takes minutes where the disk is busy
        }
    }

    /// Another server that follows this one. From now on this one tells that something is committed once both have it.
    public func standby() throws -> PostgreSQLServer {
        let directory = "/tmp/huitou-postgresql-\(Outside.system.random())"
        let standby = try PostgreSQLServer(directory, data: "\(directory)/data", isReplicated: true) {
            self.copying($0, to: "\(directory)/data")
        }
        try waitForStandby()
        return standby
    }

    /// Comes back as a standby of the server that took over from it, with a new copy of what is there.
    public func follow(_ primary: PostgreSQLServer) throws {
        try shell("rm -rf \(data)")
        try shell("\(primary.copying(programs, to: data)) >/dev/null 2>&1")
        try start()
        try primary.waitForStandby()
    }

    private func copying(_ programs: String, to data: String) -> String {
        "\(programs)/pg_basebackup -h \(directory.path) -U huitou -D \(data) -R -c fast --no-sync"
    }

    private func waitForStandby() throws {
        try run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try run("SELECT pg_reload_conf()")
        for _ in 0..<600 where try !isFollowed() { usleep(50_000) }  // until the standby has caught up
    }

    /// Makes a standby take writes; the server that it followed is gone.
    public func promote() throws {
        try control("promote")
        try connect()
    }

    /// One connection string for this server or the other, whichever takes writes.
    public static func connection(_ connection: String, or standby: PostgreSQLServer) -> String {
        connection + ",\(standby.directory.path)"
    }

    deinit { pclose(lifeline) }

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
        let path = "\(data)/postmaster.pid"
        let number = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first
        guard let number = number.flatMap({ Int32($0) }),
            kill(number, stop == .orderly ? SIGINT : SIGQUIT) == 0
        else {
            throw Failure(description: "PostgreSQL is not running")
        }
        for _ in 0..<600 where FileManager.default.fileExists(atPath: path) { usleep(50_000) }
    }

    /// Makes it hang: it keeps its connections and takes new ones, and says nothing any more.
    public func freeze() throws { try signalAll(SIGSTOP) }

    /// Lets it go on.
    public func thaw() throws { try signalAll(SIGCONT) }

    /// To the server and to those that serve its connections.
    private func signalAll(_ signal: Int32) throws {
        let number = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
            .split(separator: "\n").first.flatMap { Int32($0) }
        guard let number, kill(number, signal) == 0 else {
            throw Failure(description: "PostgreSQL is not running")
        }
        for process in try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap({ Int32($0) })
        where Self.parent(of: process) == number { kill(process, signal) }
    }

    private static func parent(of process: Int32) -> Int32? {
        // Whoever has ended meanwhile has no parent.
        let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let words = line?.split(separator: ")").last?.split(separator: " ") ?? []
        return words.count > 1 ? Int32(words[1]) : nil
    }

    /// Whether it has not ended by itself.
    public var isRunning: Bool {
        // Who does not run says so by its exit status.
        (try? control("status")) != nil
    }

    /// Starts what was stopped; answers once it takes connections.
    public func start() throws {
        try shell(Self.start(programs, directory.path, data, settings))
    }

    private func control(_ verb: String) throws {
        try shell("\(programs)/pg_ctl -D \(data) -w \(verb) >/dev/null 2>&1")
    }

    private func shell(_ command: String) throws {
        guard let ended = popen("exec \(Self.user)sh -c '\(command)'", "re"), pclose(ended) == 0 else {
            throw Failure(description: "PostgreSQL did not do as it was told: \(command)")
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
        _ = try administrator.withLock { try $0?.answer(statement) }
    }

    private func isFollowed() throws -> Bool {
        let followers = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
        return try administrator.withLock { try $0?.answer(followers) == 1 }
    }

    private func connect() throws {
        let connected = try Administrator(directory.path)
        administrator.withLock { $0 = connected }
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
    private static let settings = [
        "listen_addresses=", "max_connections=400", "shared_buffers=64MB", "fsync=off",
        "full_page_writes=off", "max_wal_size=4GB",
    ]
    private static let alone = ["wal_level=minimal", "max_wal_senders=0"]
    private static let replicating = ["wal_level=replica", "max_wal_senders=4"]

    private static func start(
        _ programs: String, _ directory: String, _ data: String, _ settings: [String]
    ) -> String {
        let options = settings.map { "-c \($0)" }.joined(separator: " ")
        return """
            \(programs)/pg_ctl -D \(data) -l \(directory)/log -w -o "\(options) -k \(directory)" start >/dev/null 2>&1
            """
    }

    private static func script(
        _ programs: String, _ directory: String, _ data: String, preparing: String, _ start: String
    ) -> String {
        """
        set -e
        mkdir -m 700 \(directory)
        trap "\(programs)/pg_ctl -D \(data) -m immediate stop >/dev/null 2>&1; rm -rf \(directory)" EXIT
        \(preparing) >\(directory)/log 2>&1
        \(start)
        touch \(directory)/ready
        read end || true
        """
    }
}

/// A connection of the tests' own to a server.
///
/// Sendable by proof: used under its owner's lock only.
private final class Administrator: @unchecked Sendable {
    private let handle: OpaquePointer?

    init(_ directory: String) throws {
        handle = PQconnectdb("host=\(directory) user=huitou dbname=postgres")
        guard PQstatus(handle) == CONNECTION_OK else {
            // Whatever can be read of it helps whoever looks for why.
            let log = try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)
            throw PostgreSQLServer.Failure(
                description: """
                    PostgreSQL did not start within three minutes: \(String(cString: PQerrorMessage(handle)))
                    \(log?.suffix(2_000) ?? "and left no log")
                    """)
        }
    }

    deinit { PQfinish(handle) }

    /// - Returns: how many rows the answer has.
    @discardableResult
    func answer(_ statement: String) throws -> Int32 {
        let result = PQexec(handle, statement)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return PQntuples(result)
        default:
            throw PostgreSQLServer.Failure(
                description: PQresultErrorMessage(result).map { String(cString: $0) } ?? "no answer")
        }
    }
}

/// One database of the server.
struct TestDatabase: Sendable {
    let name: String
    let connection: String
}
