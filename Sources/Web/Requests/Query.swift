import Base
import Hummingbird

/// What stands behind the `?` of an address. An empty value counts as absent.
public struct Query: Sendable {
    private let pairs: FormPairs

    /// - Throws: `WebRefusal.requestInvalid` for broken percent signs and more than 100 parameters.
    public init(_ request: Request) throws {
        do {
            pairs = try FormPairs((request.uri.query ?? "").utf8, limit: 100)
        } catch {
            throw WebRefusal.requestInvalid
        }
    }

    /// Refuses a parameter that nobody reads, and one that is given twice, so that nothing of a question is dropped.
    /// - Throws: `WebRefusal.queryUnknown` for the first that is not among the names; `queryInvalid` for the first that
    ///   came before.
    public func allowing(only names: [String]) throws -> Query {
        if let stranger = pairs.all.first(where: { !names.contains($0.name) }) {
            let known = names.isEmpty ? "none" : names.joined(separator: ", ")
            throw WebRefusal.queryUnknown(name: stranger.name, known: known)
        }
        var seen: Set<String> = []
        if let second = pairs.all.first(where: { !seen.insert($0.name).inserted }) {
            throw WebRefusal.queryInvalid(name: second.name, expected: "once")
        }
        return self
    }

    public subscript(name: String) -> String? {
        pairs[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Throws: `WebRefusal.queryInvalid` when it is over-long or holds control characters.
    public func text(_ name: String, upTo limit: Int = Limits.nameCharacters) throws -> String? {
        guard let text = self[name] else { return nil }
        guard text.utf8.count <= limit * 4, text.count <= limit,
            !text.unicodeScalars.contains(where: \.isUnwantedControl)
        else {
            throw WebRefusal.queryInvalid(name: name, expected: "text")
        }
        return text
    }

    /// - Throws: `WebRefusal.queryInvalid` when it can be no id.
    public func id<Kind>(_ name: String) throws -> Identifier<Kind>? {
        guard let text = self[name] else { return nil }
        guard Identifier<Kind>.isPossible(text) else {
            throw WebRefusal.queryInvalid(name: name, expected: "id")
        }
        return Identifier(text)
    }

    /// - Throws: `WebRefusal.queryInvalid` when it is no whole number of the range.
    public func int(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let most =
                range.upperBound < Int(Int32.max) ? "\(range.lowerBound)-\(range.upperBound)" : "integer"
            throw WebRefusal.queryInvalid(name: name, expected: most)
        }
        return number
    }

    /// - Throws: `WebRefusal.queryInvalid` unless it is `true` or `false`.
    public func bool(_ name: String) throws -> Bool? {
        guard let text = self[name] else { return nil }
        guard let flag = Bool(text) else {
            throw WebRefusal.queryInvalid(name: name, expected: "boolean")
        }
        return flag
    }

    /// - Throws: `WebRefusal.queryInvalid` when it is none of the choices.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws -> Choice? {
        guard let text = self[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw WebRefusal.queryInvalid(name: name, expected: choices)
        }
        return choice
    }

    /// - Throws: `WebRefusal.queryInvalid` when it is no RFC 3339 time.
    public func time(_ name: String) throws -> Timestamp? {
        guard let text = pairs[name] else { return nil }
        guard let time = Timestamp(text) else {
            throw WebRefusal.queryInvalid(name: name, expected: "RFC 3339 time")
        }
        return time
    }

    /// How many items a page holds: `limit`, 1 to `Limits.pageItems`.
    public func limit() throws -> Int {
        try int("limit", in: 1...Limits.pageItems) ?? Limits.defaultPageItems
    }

    /// Where the page begins: `cursor`, of so many keys.
    public func cursor(of count: Int) throws -> Cursor? {
        guard let text = self["cursor"] else { return nil }
        guard let cursor = Cursor(text, count: count) else {
            throw WebRefusal.queryInvalid(name: "cursor", expected: "cursor")
        }
        return cursor
    }

    /// The same for lists in order of time: a moment in milliseconds and an id.
    public func timedCursor() throws -> Cursor? {
        let cursor = try cursor(of: 2)
        if let cursor, Int64(cursor.keys[0]) == nil {
            throw WebRefusal.queryInvalid(name: "cursor", expected: "cursor")
        }
        return cursor
    }

    /// The same address with one parameter set anew, for links to the next page and for tabs.
    public func link(_ path: String, setting name: String, to value: String?) -> String {
        var items = pairs.all.filter { $0.name != name && !$0.value.isEmpty }.map { ($0.name, $0.value) }
        if let value { items.append((name, value)) }
        let text = items.map { "\(PercentText.encoded($0))=\(PercentText.encoded($1))" }.joined(
            separator: "&")
        return text.isEmpty ? path : "\(path)?\(text)"
    }
}
