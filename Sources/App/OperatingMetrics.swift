import Base
import Foundation
import Jobs
import Storage
import Web

/// What an operator watches beside requests: work that is late or given up, room on the disk, and what the process
/// takes, by the names that every Prometheus client uses. Read when the metrics are.
struct OperatingMetrics: Sendable {
    private let overdue: MetricRegistry.Gauge
    private let oldest: MetricRegistry.Gauge
    private let dead: MetricRegistry.Gauge
    private let free: MetricRegistry.Gauge
    private let memory: MetricRegistry.Gauge
    private let descriptors: MetricRegistry.Gauge
    private let processor: MetricRegistry.Counter

    init(_ registry: MetricRegistry) {
        overdue = registry.gauge("huitou_jobs_overdue", "Timers and calls whose time has come and that wait.")
        oldest = registry.gauge(
            "huitou_jobs_oldest_overdue_seconds", "For how long the oldest of them has waited.")
        dead = registry.gauge("huitou_jobs_dead", "Calls that had their last try and wait for a person.")
        free = registry.gauge("huitou_data_free_bytes", "Room left on the disk of the data directory.")
        memory = registry.gauge("process_resident_memory_bytes", "Memory that the process holds.")
        descriptors = registry.gauge("process_open_fds", "Open files and connections.")
        processor = registry.counter("process_cpu_seconds_total", "Processor time used, in seconds.")
    }

    func read(_ services: Services) async {
        readProcess()
        var disk = statvfs()
        if statvfs(services.configuration.dataDirectory.path, &disk) == 0 {
            free.set(Int(disk.f_bavail) * Int(disk.f_frsize))
        }
        // A database that cannot be read is told by /readyz; its figures stay as they were.
        guard let jobs = try? await services.database.read({ try Self.jobs($0) }) else { return }
        overdue.set(jobs.overdue)
        dead.set(jobs.dead)
        oldest.set(jobs.oldest.map { max(0, Int((services.clock.now() - $0).seconds)) } ?? 0)
    }

    private static func jobs(
        _ transaction: Transaction
    ) throws -> (overdue: Int, oldest: Timestamp?, dead: Int) {
        let late = try transaction.first(
            "SELECT COUNT(*), MIN(due) FROM jobs WHERE state = 'waiting' AND due <= \(transaction.now)"
        ) { (try $0.int(), try $0.optionalTime()) }
        let dead = try transaction.count("SELECT COUNT(*) FROM jobs WHERE state = 'dead'")
        return (late?.0 ?? 0, late?.1, dead)
    }

    /// Nothing is told where there is no `/proc`.
    private func readProcess() {
        if let pages = Self.fields("/proc/self/statm").dropFirst().first.flatMap({ Int($0) }) {
            memory.set(pages * Int(sysconf(Int32(_SC_PAGESIZE))))
        }
        // The name in brackets may hold spaces; what follows it does not (proc(5)): user and system time are the
        // twelfth and thirteenth.
        let rest = Self.text("/proc/self/stat").split(separator: ")").last?.split(separator: " ") ?? []
        if rest.count > 12, let user = Double(rest[11]), let system = Double(rest[12]) {
            processor.reach((user + system) / Double(sysconf(Int32(_SC_CLK_TCK))))
        }
        // Where it cannot be listed there is nothing to tell.
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            descriptors.set(open.count)
        }
    }

    private static func fields(_ path: String) -> [Substring] { text(path).split(separator: " ") }

    private static func text(_ path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        // A file that cannot be read tells nothing.
        let data = (try? file.readToEnd()) ?? nil
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
