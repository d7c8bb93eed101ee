import AsyncHTTPClient
import Base
import Foundation
import Jobs
import NIOCore
import NIOHTTP1
import Staff
import Storage
import Web

/// Fills a demo through the API as its users would, with the sandbox clock set back two weeks and moved forward to now.
struct DemoSeed: Sendable {
    let services: Services
    let access: DemoAccess
    let url: String
    /// More lines for the files of the demo, and more steps.
    let more: DemoFiles.Lines
    private let seats: DemoSeats

    init(services: Services, access: DemoAccess, url: String, more: DemoFiles.Lines = DemoFiles.Lines()) {
        self.services = services
        self.access = access
        self.url = url
        self.more = more
        seats = DemoSeats(services: services, people: access.people)
    }

    /// Who sends a call: the sandbox's root key, or one of the people by their role.
    private enum Sender {
        case root
        case person(Role)
    }

    func isNeeded() async throws -> Bool {
        try await services.database.read { transaction in
            try !transaction.exists("SELECT 1 FROM shops WHERE id = \(DemoShop.shop)")
                || access.apiKey.isEmpty
        }
    }

    /// - Returns: the ids of the cases that steps refer to, by name.
    @discardableResult
    func run() async throws -> [String: String] {
        let now = Outside.system.now()
        try await services.clock.start(at: now - .days(14), services.database)
        try await openShop()
        for kind in ["products", "customers", "orders"] {
            let lines = DemoFiles.lines("\(kind).jsonl") + (more.records[kind] ?? [])
            let text = resolved(lines.joined(separator: "\n"), now: now)
            try await call(
                "POST", "/v1/shops/\(DemoShop.shop)/imports/\(kind)", text, type: "application/x-ndjson",
                by: .person(.owner))
        }
        try await call(
            "POST", "/v1/shops/\(DemoShop.shop)/articles/imports?publish=true", DemoFiles.text("articles.md"),
            type: "text/markdown", by: .person(.owner))
        let ids = try await play(DemoFiles.lines("steps.jsonl") + more.steps, now: now)
        try await advance(to: now)
        return ids
    }

    private func openShop() async throws {
        let (platform, staff) = (
            access.people.filter { $0.role == .platform }, access.people.filter { $0.role != .platform }
        )
        for person in platform { try await seat(person) }
        try await call(
            "POST", "/v1/shops",
            [
                "id": JSONValue(DemoShop.shop), "name": "檐雨生活铺", "currency": "CNY",
                "timeZone": "Asia/Shanghai",
                "policy": "seven-day",
            ], by: .person(.platform))
        for person in staff { try await seat(person) }
        try await call(
            "PATCH", "/v1/shops/\(DemoShop.shop)/settings",
            [
                "messages": "kept", "keepSentMessages": true,
                "returnAddress": [
                    "name": "檐雨生活铺 售后组", "phone": "400-000-0121",
                    "lines": ["竹里路 12 号 3 幢", "浙江省杭州市余杭区"],
                ],
                "linkSecret": .string(access.linkSecret),
            ], by: .person(.owner))
        let key = try await call(
            "POST", "/v1/shops/\(DemoShop.shop)/keys", ["role": "owner", "name": "demo"],
            by: .person(.owner))
        var access = access
        try access.keep(apiKey: key["secret"]?.string ?? "")
    }

    private func seat(_ person: DemoAccess.Person) async throws {
        let host = Principal(actor: .system, role: .platform, shop: nil, isUnlimited: true)
        let shop = person.role == .platform ? ShopID.platform : DemoShop.shop
        let new = try NewStaff(shop: shop, email: person.email, name: person.name, role: person.role)
        let member = try await services.database.write { try services.staff.add(new, by: host, in: $0) }
        try await services.staff.setPassword(of: member.id, of: shop, to: person.password, by: host)
    }

    /// Cases in progress, each step at its time. A step that the policy has taken by itself already is passed over.
    /// - Parameter known: ids of cases that the steps go on with, by name.
    func play(
        _ lines: [String], now: Timestamp, known: [String: String] = [:]
    ) async throws -> [String: String] {
        var ids = known
        for step in try inOrder(lines.map { try JSONParser.parse(resolved($0, now: now)) }) {
            if let at = step["at"]?.string.flatMap({ Timestamp($0) }) { try await advance(to: at) }
            var path = step["post"]?.string ?? ""
            for (name, id) in ids { path.replace("{\(name)}", with: id) }
            var body = step["body"] ?? [:]
            let role = step["as"]?.string.flatMap { Role(rawValue: $0) } ?? .customer
            if role == .customer { body = body.adding(["by": "customer"]) }
            if let photos = step["photos"]?.items, !photos.isEmpty {
                body = body.adding(["evidence": .array(try await upload(photos.compactMap(\.string)))])
            }
            let answer = try await attempt(
                "/v1/shops/\(DemoShop.shop)/\(path)", body, by: role == .customer ? .root : .person(role))
            if let name = step["ref"]?.string, let id = answer?["id"]?.string { ids[name] = id }
        }
        return ids
    }

    /// By their time; those of one time as they came.
    private func inOrder(_ steps: [JSONValue]) -> [JSONValue] {
        steps.enumerated().map { (at: $1["at"]?.string ?? "", place: $0, step: $1) }
            .sorted { ($0.at, $0.place) < ($1.at, $1.place) }.map(\.step)
    }

    private func upload(_ photos: [String]) async throws -> [JSONValue] {
        var ids: [JSONValue] = []
        for photo in photos {
            let bytes = Resources.bytes("demo/photos/\(photo).png")
            let answer = try await call(
                "POST", "/v1/shops/\(DemoShop.shop)/files", ByteBuffer(bytes: bytes), type: "image/png")
            ids.append(answer["id"] ?? .null)
        }
        return ids
    }

    private func advance(to moment: Timestamp) async throws {
        let seconds = (moment - services.clock.now()).seconds
        if seconds > 0 { try await call("POST", "/v1/sandbox/clock", ["advanceSeconds": .int(seconds)]) }
    }

    /// Times relative to the start, such as `now-3d4h`, as moments.
    private func resolved(_ text: String, now: Timestamp) -> String {
        text.replacing(/"now((?:-[0-9]+[dhm]|[0-9]+[dhm])*)"/) { match in
            var moment = now
            for part in match.1.matches(of: /[0-9]+[dhm]/) {
                if let span = Span(String(part.0)) { moment = moment - span }
            }
            return "\"\(moment)\""
        }
    }

    private func attempt(
        _ path: String, _ body: JSONValue, by sender: Sender
    ) async throws -> JSONValue? {
        do {
            return try await call("POST", path, body, by: sender)
        } catch let failure as DemoFailure where failure.status == 409 || failure.status == 404 {
            return nil
        }
    }

    @discardableResult
    private func call(
        _ method: String, _ path: String, _ body: JSONValue, by sender: Sender = .root
    ) async throws -> JSONValue {
        try await call(method, path, body.text, type: "application/json", by: sender)
    }

    @discardableResult
    private func call(
        _ method: String, _ path: String, _ body: String, type: String, by sender: Sender
    ) async throws -> JSONValue {
        try await call(method, path, ByteBuffer(string: body), type: type, by: sender)
    }

    @discardableResult
    private func call(
        _ method: String, _ path: String, _ body: ByteBuffer, type: String, by sender: Sender = .root
    ) async throws -> JSONValue {
        do {
            return try await send(method, path, body, type, by: sender)
        } catch let failure as DemoFailure where failure.status == 401 {
            // The clock has been moved past the end of the session.
            guard case .person(let role) = sender else { throw failure }
            await seats.leave(role)
            return try await send(method, path, body, type, by: sender)
        }
    }

    private func send(
        _ method: String, _ path: String, _ body: ByteBuffer, _ type: String, by sender: Sender
    ) async throws -> JSONValue {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method)
        switch sender {
        case .root: request.headers.add(name: "Authorization", value: "Bearer \(access.rootKey)")
        case .person(let role):
            let token = try await seats.token(of: role) ?? ""
            request.headers.add(name: "Cookie", value: "\(StaffSignInRoutes.cookie.name)=\(token)")
        }
        request.headers.add(name: "Content-Type", value: type)
        request.headers.add(
            name: "Idempotency-Key", value: services.outside.bytes(16).map { String($0) }.joined())
        request.body = .bytes(body)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 16 << 20)
        let text = String(buffer: bytes)
        guard response.status.code < 300 else {
            throw DemoFailure(status: Int(response.status.code), path: path, answer: text)
        }
        return text.isEmpty ? .null : try JSONParser.parse(text)
    }
}

struct DemoFailure: Error, CustomStringConvertible {
    let status: Int
    let path: String
    let answer: String

    var description: String { "\(path) answered \(status): \(answer)" }
}

/// The demo's data as it is shipped.
enum DemoFiles {
    /// Lines beside those that are shipped.
    struct Lines: Sendable {
        /// By the file's kind: `customers`, `orders`.
        var records: [String: [String]] = [:]
        var steps: [String] = []
    }

    static func text(_ name: String) -> String {
        String(decoding: Resources.bytes("demo/\(name)"), as: UTF8.self)
    }

    static func lines(_ name: String) -> [String] {
        String(decoding: Resources.bytes("demo/\(name)"), as: UTF8.self).split(separator: "\n").map(
            String.init)
    }
}
