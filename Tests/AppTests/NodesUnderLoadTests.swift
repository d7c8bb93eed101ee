import Base
import Foundation
import TestSupport
import Testing

/// Three nodes serve one shop while what they stand on goes away or goes wrong. What they have said is true afterwards,
/// and nobody has to help them. `bin/soak` lets each of them go on for longer.
@Suite(.serialized, .timeLimit(.minutes(240)), .enabled(if: TestEngine.current == .postgresql, "many nodes"))
struct NodesUnderLoadTests {
    /// One round, unless it is to go on.
    private static let longest = Duration.seconds(
        60 * (ProcessInfo.processInfo.environment["HUITOU_SOAK_MINUTES"].flatMap { Int($0) } ?? 0))

    @Test
    func `what was acknowledged is there once, whichever node is killed and when the database goes away`()
        async throws
    {
        let server = try PostgreSQLServer()
        let report = try await NodesStory("nodes", database: server.connection()).run {
            $0 >= Self.longest
        } _: { nodes, report in
            for number in 0..<Nodes.count {
                try await Task.sleep(for: .milliseconds(1_500))  // under load
                await nodes.kill(number)
                report.kills += 1
                try await Task.sleep(for: .milliseconds(500))  // while the others go on alone
                try await nodes.start(number)
                report.recoveries.append(try await nodes.healthy())
            }
            try await Task.sleep(for: .milliseconds(1_000))  // under load
            try server.stop(report.rounds.isMultiple(of: 2) ? .crash : .orderly)
            report.stops += 1
            try await Task.sleep(for: .milliseconds(2_000))  // so that callers meet a database that is away
            try server.start()
            report.recoveries.append(try await nodes.healthy())
        }
        #expect(report.kills >= Nodes.count)
    }

    @Test func `a primary dies, its synchronous standby takes over, and nothing acknowledged is lost`()
        async throws
    {
        let first = try PostgreSQLServer(isReplicated: true)
        let (records, second) = (try first.connection(), try first.standby())
        let either = PostgreSQLServer.connection(records, or: second)
        var (primary, standby) = (first, second)
        _ = try await NodesStory("standby", database: either).run {
            $0 >= Self.longest
        } _: { nodes, report in
            if report.rounds > 1 {
                (primary, standby) = (standby, primary)
                try standby.follow(primary)
            }
            try await Task.sleep(for: .milliseconds(2_000))  // under load
            try primary.stop(.crash)
            report.stops += 1
            try await Task.sleep(for: .milliseconds(1_000))  // until somebody notices
            try standby.promote()
            report.recoveries.append(try await nodes.healthy())
        }
    }

    @Test(.enabled(if: SteppedClock.isPossible, "libfaketime is not installed"))
    func `clocks that are stepped back and forward lose nothing and fire nothing twice`() async throws {
        let server = try PostgreSQLServer()
        let directory = try TestDirectory()
        var story = NodesStory("clocks", database: try server.connection())
        story.clocks = try (0..<Nodes.count).map {
            try SteppedClock(directory.url.appending(path: "clock-\($0)"))
        }
        let clocks = story.clocks
        _ = try await story.run {
            $0 >= Self.longest
        } _: { nodes, report in
            // One node's clock at a time, then all of them, and right again in the end.
            for (number, seconds) in [(0, -600), (1, 3_600), (2, -86_400), (0, 7_200), (1, -30), (2, 45)] {
                try clocks[number].step(to: seconds)
                try await Task.sleep(for: .milliseconds(700))  // under load
                report.recoveries.append(try await nodes.healthy())
            }
            for clock in clocks { try clock.step(to: 0) }
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a disk of a few megabytes can be mounted by root only"))
    func `a database whose tables have no room says so, and all goes on once there is some`() async throws {
        let disk = try TestDirectory()
        try SmallDisk.mount(disk.url, megabytes: 400)
        defer { SmallDisk.unmount(disk.url) }
        let server = try PostgreSQLServer(on: .tables(disk.url))
        let story = NodesStory("tables full", database: try server.connection())
        try await fill(disk, of: server, in: story)
        #expect(story.load.full > 0 && server.isRunning)
    }

    @Test(
        .enabled(if: SmallDisk.isPossible, "a disk of a few megabytes can be mounted by root only"),
        .enabled(if: longest > .zero, "in its long form alone: the other disk is full in every run"))
    func `a database that ends for want of room has all that was acknowledged when it is started again`()
        async throws
    {
        let disk = try TestDirectory()
        try SmallDisk.mount(disk.url, megabytes: 400)
        defer { SmallDisk.unmount(disk.url) }
        let server = try PostgreSQLServer(on: .everything(disk.url))
        try await fill(disk, of: server, in: NodesStory("disk full", database: server.connection()))
    }

    /// Takes the room away until nothing more is taken, then gives some back; who has ended is started again.
    private func fill(_ disk: TestDirectory, of server: PostgreSQLServer, in story: NodesStory) async throws {
        let load = story.load
        let report = try await story.run {
            $0 >= Self.longest
        } _: { nodes, report in
            try await Task.sleep(for: .milliseconds(1_000))  // under load
            let refused = load.cut + 50
            try SmallDisk.leave(2 << 20, on: disk.url)
            for _ in 0..<1_200 where load.cut < refused {
                try await Task.sleep(for: .milliseconds(50))  // until the callers have filled it
            }
            #expect(load.cut >= refused, "the disk did not get full")
            try SmallDisk.leave(200 << 20, on: disk.url)
            if !server.isRunning {
                report.stops += 1
                try server.start()
            }
            let taken = load.said.count
            let room = ContinuousClock.now
            _ = try await nodes.healthy()
            for _ in 0..<1_200 where load.said.count == taken {
                try await Task.sleep(for: .milliseconds(50))  // until somebody is taken in again
            }
            report.recoveries.append(ContinuousClock.now - room)
        }
        #expect(report.recoveries.count == report.rounds)
    }
}
