import Base
import Foundation
import TestSupport
import Testing

@testable import App

/// A conversation with the assistant as a text that one can read, a line a step:
///
/// - `order: T-1 delivered pot-white x2 1d` an order of 梅's, how many units, how long ago; of several things:
///   `order: T-1 delivered 1d | pot-white x2 白瓷茶壶 | cup-white 品茗杯`
/// - `hers: T-9 delivered cup-white 1d` an order of somebody else's
/// - `article: question | answer`, `settings: {…}`, `policy: retail-simple`
/// - `visitor` nobody signed in; else it is 梅
/// - `customer: …` what is written
/// - `assistant: … & …` what the answer holds, part by part
/// - `never: …` what it does not hold
/// - `is with: people` or `assistant`
/// - `order is: T-1 cancelled`, `cases: T-1 returnRefund awaitingReturn` or `cases: T-1 none`
/// - `address: T-1 …` what the order's address holds
/// - `summary: …` what the note for people holds
/// - `ships: T-1` the shop's own system has sent it meanwhile
/// - `time: 3d` passes
struct DialogueStory {
    let name: String
    let steps: [(line: Int, word: String, text: String)]

    static func all() throws -> [DialogueStory] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Stories")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.flatMap { file in
            try stories(
                String(contentsOf: file, encoding: .utf8), file.deletingPathExtension().lastPathComponent)
        }
    }

    /// A story begins with `# ` and its name.
    private static func stories(_ text: String, _ file: String) -> [DialogueStory] {
        var stories: [DialogueStory] = []
        var (name, steps): (String, [(Int, String, String)]) = ("", [])
        func end() { if !steps.isEmpty { stories.append(DialogueStory(name: name, steps: steps)) } }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("# ") {
                end()
                (name, steps) = ("\(file): \(line.dropFirst(2))", [])
            } else if !line.isEmpty {
                let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                let rest = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
                steps.append((number + 1, parts[0], rest))
            }
        }
        end()
        return stories
    }
}

/// Plays one story in a shop of its own.
struct DialoguePlay {
    let story: DialogueStory
    let server: TestServer
    let shop: Qinghe
    private var visitor: API?
    private var heard = 0
    private var prefix: String

    init(_ story: DialogueStory, _ number: Int, _ server: TestServer) async throws {
        (self.story, self.server) = (story, server)
        prefix = ""
        let policy = story.steps.first { $0.word == "policy" }?.text ?? "seven-day"
        shop = try await Qinghe.open(server.root, id: "story\(number)", policy: policy)
        try await shop.root.importing([Qinghe.customer("lan")], as: "customers", to: shop.id).expect(200)
        try await shop.root.put(shop.path("assistant/settings"), ["mode": "firstLine"]).expect(200)
    }

    mutating func run() async throws {
        for step in story.steps {
            do {
                try await take(step.word, step.text)
            } catch let fault as Fault {
                Issue.record("\(story.name), line \(step.line) `\(step.word): \(step.text)`: \(fault.says)")
                return
            }
        }
    }

    private struct Fault: Error { let says: String }

    private mutating func take(_ word: String, _ text: String) async throws {
        switch word {
        case "order": try await order(text, of: "mei")
        case "hers": try await order(text, of: "lan")
        case "policy": break
        case "visitor": visitor = try await shop.visitor()
        case "article": try await article(text)
        case "settings":
            try await shop.root.put(shop.path("assistant/settings"), JSONParser.parse(text)).expect(200)
        case "customer": try await say(text)
        case "assistant": try await holds(text)
        case "never":
            let said = try await said()
            if said.contains(text) { throw Fault(says: "it says \(said)") }
        case "is with":
            let state = try await thread().json["thread"]?["state"]?.string
            let wanted = text == "assistant" ? "assisted" : "waiting"
            if state != wanted { throw Fault(says: "it is \(state ?? "nowhere"): \(try await said())") }
        case "order is": try await isOrder(text)
        case "cases": try await areCases(text)
        case "address":
            let (id, rest) = Self.cut(text)
            let order = try await shop.get("orders/\(id)").expect(200).text
            if !order.contains(rest) { throw Fault(says: String(order.prefix(1_500))) }
        case "summary": try await summary(text)
        case "ships": try await ships(text)
        case "time":
            let days = Int(text.dropLast()) ?? 0
            try await server.clock.pass(text.hasSuffix("h") ? .hours(days) : .days(days))
        default: throw Fault(says: "nobody knows this word")
        }
    }

    // MARK: What is there

    private func order(_ text: String, of customer: String) async throws {
        if text.contains("|") { return try await basket(text, of: customer) }
        let parts = text.split(separator: " ").map(String.init)
        var order = TestOrder(id: parts[0], status: parts[1], variant: parts[2])
        order.customer = customer
        for part in parts.dropFirst(3) {
            if part.hasPrefix("x") { order.quantity = Int64(part.dropFirst()) ?? 1 }
            if part.hasSuffix("d") { order.age = .days(Int(part.dropLast()) ?? 1) }
            if part.hasSuffix("h") { order.age = .hours(Int(part.dropLast()) ?? 1) }
        }
        if parts[1] == "pending" || parts[1] == "processed" { order.onTheWay = .hours(0) }
        try await shop.take([order.json(at: server.clock.now())])
    }

    private func basket(_ text: String, of customer: String) async throws {
        let parts = text.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
        var order = TestOrder(id: parts[0][0], status: parts[0][1])
        (order.customer, order.age) = (customer, .days(Int(parts[0][2].dropLast()) ?? 1))
        if order.status == "pending" || order.status == "processed" { order.onTheWay = .hours(0) }
        var sum: Int64 = 0
        let lines: [JSONValue] = parts.dropFirst().map { words in
            let units = Int64(words[1].dropFirst()) ?? 1
            let price = Qinghe.prices[words[0]] ?? 0
            sum += price * units
            return [
                "variantId": .string(words[0]), "productId": .string(String(words[0].prefix { $0 != "-" })),
                "title": .string(words.dropFirst(2).joined(separator: " ")), "price": Qinghe.yuan(price),
                "quantity": .int(units),
            ]
        }
        order.payments = [("\(customer)-wechat", sum)]
        let json = order.json(at: try await server.clock.now())
        let members = json.members.map { $0.name == "lines" ? JSONValue.Member("lines", .array(lines)) : $0 }
        try await shop.take([.object(members)])
    }

    private func ships(_ id: String) async throws {
        let known = try await shop.get("orders/\(id)").expect(200).json
        let line = known["lines"]?.items.first
        var order = TestOrder(id: id, status: "shipped", variant: line?["variantId"]?.string ?? "pot-white")
        order.quantity = line?["quantity"]?.int ?? 1
        (order.age, order.onTheWay) = (.hours(1), .hours(0))
        try await shop.take([order.json(at: server.clock.now())])
    }

    private func article(_ text: String) async throws {
        let parts = text.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        let language: JSONValue =
            parts[0].unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) } ? "zh-Hans" : "en"
        let body: JSONValue = [
            "questions": [["language": language, "text": .string(parts[0])]],
            "answers": [["language": language, "text": .string(parts[1])]],
        ]
        let id = try await shop.post("articles", body).expect(201).id
        try await shop.post("articles/\(id)/publication").expect(200)
    }

    // MARK: What is said

    private mutating func say(_ text: String) async throws {
        let visitor: API
        if let known = self.visitor {
            visitor = known
        } else {
            visitor = try await shop.visitor(server.naming("mei", in: shop))
            self.visitor = visitor
        }
        heard = Int(try await thread().json["thread"]?["lastNumber"]?.int ?? 0)
        try await visitor.post(shop.path("chat/messages"), ["kind": "text", "text": .string(text)]).expect(
            201)
        try await server.clock.pass()
    }

    private func thread() async throws -> Reply {
        guard let visitor else { throw Fault(says: "nobody has said anything") }
        return try await visitor.get(shop.path("chat/messages")).expect(200)
    }

    /// What the assistant has said since the customer wrote.
    private func said() async throws -> String {
        try await thread().items.filter {
            ($0["number"]?.int ?? 0) > Int64(heard) && $0["by"] == "shop"
        }.compactMap { $0["text"]?.string ?? $0["card"]?["title"]?.string }.joined(separator: "\n")
    }

    private func holds(_ text: String) async throws {
        let said = try await said()
        for part in text.components(separatedBy: " & ") where !said.contains(part) {
            throw Fault(says: "it says “\(said)”, without “\(part)”")
        }
        if said.contains("⟦") { throw Fault(says: "a sentence is missing: \(said)") }
    }

    // MARK: What has become of it

    private func isOrder(_ text: String) async throws {
        let (id, status) = Self.cut(text)
        let found = try await shop.get("orders/\(id)").expect(200).json["status"]?.string
        if found != status { throw Fault(says: "it is \(found ?? "nothing")") }
    }

    private func areCases(_ text: String) async throws {
        let (id, wanted) = Self.cut(text)
        let found = try await shop.get("cases?orderId=\(id)").expect(200).items.map {
            "\($0["kind"]?.string ?? "") \($0["state"]?.string ?? "")"
        }
        let all = wanted == "none" ? [] : wanted.components(separatedBy: ", ")
        if found.sorted() != all.sorted() { throw Fault(says: "there are \(found)") }
    }

    private func summary(_ text: String) async throws {
        let id = try await shop.get("conversations?order=waiting").expect(200).items.first?["id"]?.string
        let notes = try await shop.get("conversations/\(id ?? "none")/notes").expect(200).text
        for part in text.components(separatedBy: " & ") where !notes.contains(part) {
            throw Fault(says: "they read \(notes)")
        }
    }

    private static func cut(_ text: String) -> (String, String) {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }
}
