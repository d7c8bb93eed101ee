import Base
import Yams

/// What is wrong so far. Made for one reading, on one thread.
final class PackFaults {
    private var found: [PackFault] = []

    var isEmpty: Bool { found.isEmpty }

    /// By place, as a reader goes through the file.
    var sorted: [PackFault] { found.sorted { ($0.line, $0.column, $0.path) < ($1.line, $1.column, $1.path) } }

    func add(_ code: PackFault.Code, at place: PackPlace, path: String, _ arguments: [String: String]) {
        guard found.count < PackRefusal.mostFaults else { return }
        found.append(
            PackFault(line: place.line, column: place.column, path: path, code: code, arguments: arguments))
    }
}

/// A line and a column, both from 1.
struct PackPlace {
    let line: Int
    let column: Int

    static let start = PackPlace(line: 1, column: 1)

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Nodes that were read from a text have a mark.
    init(_ mark: Mark?) { self.init(line: mark?.line ?? 1, column: mark?.column ?? 1) }
}

/// One value of the document: a scalar, a list or a mapping, with the path that leads there.
///
/// Every reading function answers nil after it has noted a fault.
struct PackNode {
    let node: Node
    let path: String
    /// Where its key stands, or itself when it has none: what is missing in it is told there.
    let place: PackPlace
    let faults: PackFaults

    /// Notes a fault of the value itself.
    func fault<Value>(_ code: PackFault.Code, _ arguments: [String: String] = [:]) -> Value? {
        faults.add(code, at: PackPlace(node.mark), path: path, arguments)
        return nil
    }

    /// Notes that something is missing in it.
    func lack(_ code: PackFault.Code, _ arguments: [String: String]) {
        faults.add(code, at: place, path: path, arguments)
    }

    /// Reads the keys of a mapping; those that the body did not ask for are noted as unknown.
    func mapping<Value>(_ body: (PackKeys) -> Value?) -> Value? {
        guard let mapping = node.mapping else { return fault(.wrongType, ["expected": "mapping"]) }
        let keys = PackKeys(mapping, of: self)
        let value = body(keys)
        keys.noteUnknown()
        return value
    }

    /// Reads every item of a list.
    func list<Value>(_ read: (PackNode) -> Value?) -> [Value]? {
        guard node.sequence != nil else { return fault(.wrongType, ["expected": "list"]) }
        let values = items.map(read)
        let sound = values.compactMap { $0 }
        return sound.count == values.count ? sound : nil
    }

    /// The text of a scalar, without noting anything.
    var word: String? { node.scalar?.string }

    var isMapping: Bool { node.mapping != nil }

    /// The items of a list; empty when it is none.
    var items: [PackNode] {
        (node.sequence.map(Array.init) ?? []).enumerated().map { index, item in
            PackNode(node: item, path: "\(path)[\(index)]", place: PackPlace(item.mark), faults: faults)
        }
    }

    /// The names of the keys that are plain texts; empty when it is no mapping.
    var memberNames: [String] { (node.mapping.map(Array.init) ?? []).compactMap { $0.key.scalar?.string } }

    /// A value by its key, without noting anything.
    func member(_ name: String) -> PackNode? {
        guard let pair = node.mapping?.first(where: { $0.key.scalar?.string == name }) else { return nil }
        let path = path.isEmpty ? name : "\(path).\(name)"
        return PackNode(node: pair.value, path: path, place: PackPlace(pair.key.mark), faults: faults)
    }
}

/// The keys of one mapping, asked for one after another.
final class PackKeys {
    private let owner: PackNode
    private let mapping: Node.Mapping
    private var asked: [String] = []

    init(_ mapping: Node.Mapping, of owner: PackNode) {
        self.mapping = mapping
        self.owner = owner
    }

    @discardableResult
    func required<Value>(_ name: String, _ read: (PackNode) -> Value?) -> Value? {
        asked.append(name)
        guard let member = owner.member(name) else {
            owner.lack(.missingKey, ["key": name])
            return nil
        }
        return read(member)
    }

    /// Nil when the key is absent, or after a fault.
    func optional<Value>(_ name: String, _ read: (PackNode) -> Value?) -> Value? {
        asked.append(name)
        return owner.member(name).flatMap(read)
    }

    /// A key that must be there and may say in one word that there is nothing, such as `none`.
    func required<Value>(_ name: String, unless word: String, _ read: (PackNode) -> Value?) -> Value? {
        required(name) { $0.word == word ? nil : read($0) }
    }

    func noteUnknown() {
        var seen: Set<String> = []
        for (key, _) in mapping {
            guard let name = key.scalar?.string else {
                owner.faults.add(.wrongType, at: PackPlace(key.mark), path: owner.path, ["expected": "text"])
                continue
            }
            let shown = String(name.prefix(60))
            if !asked.contains(name) {
                let known = asked.joined(separator: ", ")
                owner.faults.add(
                    .unknownKey, at: PackPlace(key.mark), path: owner.path, ["key": shown, "known": known])
            } else if !seen.insert(name).inserted {
                owner.faults.add(.duplicateKey, at: PackPlace(key.mark), path: owner.path, ["key": shown])
            }
        }
    }
}
