import Base
import Foundation
import Logging
import Storage
import StorageSQLite
import Synchronization
import TestSupport
import Testing

@testable import App

/// Whoever copies a disk, a backup, the logs or the metrics reads nothing of anybody.
@Suite(.timeLimit(.minutes(10))) struct AtRestTests {
    /// What 梅 is called, where she lives and what she and others wrote of her.
    private static let values = [
        "梅", "mei@example.com", "13800000000", "茶馆路", "杯子碎了请尽快处理", "下午三点以后打给我",
        "客服说话很凶", "已经向顾客道歉", "顾客住在楼上", "林晚秋", "agent@example.com",
        "请放在门口的柜子", "改成放在前台", "她常常不在家", "回得很快谢谢",
    ]

    /// What 梅's telephone took: no part of it lies anywhere as it was sent.
    private static let picture = TestPicture.jpeg("梅的杯子，三楼，下午")

    @Test func `after a whole story no table, file, backup, log or metric holds a personal value`()
        async throws
    {
        let log = LogCollector()
        let many = { (configuration: inout Configuration) in
            (configuration.addressBurst, configuration.keyBurst) = (10_000, 10_000)
        }
        try await TestServer.run(many, logger: log.logger) { server in
            let shop = try await Self.story(server)
            let data = server.services.configuration.dataDirectory
            _ = try await server.root.get("/v1/shops/\(shop.id)/nothing").expect(404)
            let metrics = try await server.root.get("/metrics").expect(200).text
            let rows = try await server.allRows()
            #expect(rows.count > 100 && metrics.contains("huitou_"))
            for value in Self.values {
                #expect(!metrics.contains(value), "metrics: \(value)")
                #expect(!log.text.contains(value), "logs: \(value)")
                for (table, row) in rows where row.contains(value) {
                    Issue.record("\(table): \(value) in \(row.prefix(300))")
                }
            }
            guard TestEngine.current == .sqlite else { return }
            let backup = data.appending(path: "../tonight.huitou").path
            _ = try await Backup(of: DataDirectory(data)).write(to: backup, key: nil, replacing: true)
            var files = try FileManager.default.subpathsOfDirectory(atPath: data.path).map {
                data.appending(path: $0).path
            }
            files.append(backup)
            for file in files {
                guard let content = FileManager.default.contents(atPath: file) else { continue }
                for value in Self.values where content.range(of: Data(value.utf8)) != nil {
                    Issue.record("\(file): \(value)")
                }
                #expect(content.range(of: Data(Self.picture.suffix(40))) == nil, "\(file): the picture")
            }
        }
    }

    /// An application with words and a picture, a showing at the desk, notes, an offer, a complaint with its remedy, a sign-in by
    /// code, a change of address, an export, a key that reads.
    private static func story(_ server: TestServer) async throws -> Qinghe {
        let shop = try await Qinghe.open(server.root)
        let now = try await server.clock.now()
        try await shop.take(["mine", "second"].map { TestOrder(id: $0).json(at: now) })
        try await server.root.patch(shop.path("settings"), ["messages": "kept", "keepSentMessages": true])
            .expect(200)
        let made = try await shop.post(
            "staff", ["email": "agent@example.com", "name": "林晚秋", "role": "agent"]
        ).expect(201)
        try await server.root.put(
            shop.path("staff/\(made.id)/password"), ["password": "long and plain words"]
        ).expect(204)
        let picture = try await server.root.upload(
            shop.path("files"), Self.picture, as: "image/jpeg"
        ).expect(201).id
        let id = try await shop.post(
            "cases",
            [
                "orderId": "mine", "kind": "refundOnly", "reason": "damagedInTransit", "note": "杯子碎了请尽快处理",
                "lines": [["variantId": "pot-white"]], "evidence": [.string(picture)],
            ]
        ).expect(201).id
        try await shop.post("cases/\(id)/notes", ["text": "下午三点以后打给我", "by": "customer"]).expect(200)
        try await shop.post("cases/\(id)/notes", ["text": "顾客住在楼上", "internal": true]).expect(200)
        let complaint = try await shop.post(
            "complaints",
            ["customerId": "mei", "orderId": "second", "cause": "service", "words": "客服说话很凶"]
        ).expect(201).id
        try await shop.post("complaints/\(complaint)/finding", ["finding": "已经向顾客道歉"]).expect(200)
        try await converses(shop)
        var lin = Browser(server.root)
        try await lin.signIn(shop, as: "agent", "long and plain words")
        for place in ["cases/\(id)", "customers/mei"] {
            let page = try await lin.see("/desk/\(shop.id)/\(place)")
            try await lin.submit(page, to: "/\(place)/personal-data", ["personal.reason": "contact"]).expect(
                200)
        }
        var mei = Browser(server.root)
        try await mei.signIn(server, shop)
        try await mei.see("/s/\(shop.id)/cases/\(id)")
        try await shop.get("customers?phone=13800000000").expect(200)
        try await shop.get("customers/mei/export").expect(200)
        try await server.root.patch(shop.path("customers/mei"), ["address": Qinghe.address]).expect(200)
        try await server.clock.pass(.hours(1))
        return shop
    }
}

extension AtRestTests {
    /// A message, its correction, a note and a rating.
    private static func converses(_ shop: Qinghe) async throws {
        let path = "conversations/\(try await shop.talk(to: "mei"))"
        try await shop.post(
            "\(path)/messages", ["kind": "text", "text": "请放在门口的柜子", "by": "customer"]
        ).expect(201)
        try await shop.post(
            "\(path)/messages/2/correction", ["text": "改成放在前台", "by": "customer"]
        ).expect(200)
        try await shop.post("\(path)/notes", ["text": "她常常不在家"]).expect(201)
        try await shop.post("\(path)/closure").expect(200)
        try await shop.post("\(path)/rating", ["stars": 5, "words": "回得很快谢谢"]).expect(200)
    }
}

extension TestServer {
    /// Every row of every table as text, as a dump would hold it.
    fileprivate func allRows() async throws -> [(table: String, row: String)] {
        try await services.database.read { transaction in
            var found: [(String, String)] = []
            for table in try transaction.rows(transaction.dialect.tableNames, { try $0.text() }) {
                let columns = try transaction.rows(transaction.dialect.columns(table)) { try $0.text() }
                let names = columns.joined(separator: ", ")
                try transaction.forEach(SQL(stringLiteral: "SELECT \(names) FROM \(table)")) { row in
                    var texts: [String] = []
                    for _ in columns {
                        switch try row.value() {
                        case .null: break
                        case .int(let number): texts.append(String(number))
                        case .text(let text): texts.append(text)
                        case .bytes(let bytes): texts.append(String(decoding: bytes, as: UTF8.self))
                        }
                    }
                    found.append((table, texts.joined(separator: " | ")))
                }
            }
            return found
        }
    }
}

/// Keeps every line that a program logs.
private final class LogCollector: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(collector: self) }
    }

    private struct Handler: LogHandler {
        let collector: LogCollector
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
            collector.lines.withLock { $0.append("\(event.level) \(event.message) \(all)") }
        }
    }
}
