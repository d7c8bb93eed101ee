import Base
import Yams

/// From text to a tree of YAML nodes that know their places.
struct PackSource {
    private let yaml: String
    private let faults: PackFaults

    init(_ yaml: String, _ faults: PackFaults) {
        self.yaml = yaml
        self.faults = faults
    }

    /// - Returns: nil when there is no tree to read; the faults say why.
    func document() -> PackNode? {
        let bytes = yaml.utf8.count
        guard bytes <= Limits.packBytes else {
            return refuse(.tooLarge, ["bytes": String(bytes), "most": String(Limits.packBytes)])
        }
        if let alias = firstAlias() {
            return refuse(.alias, ["name": alias.name], at: alias.place)
        }
        do {
            // `.basic`: every scalar stays a text, so that `no`, `1e3` and dates mean what they say.
            let root = try Parser(yaml: yaml, resolver: .basic, encoding: .utf8).singleRoot()
            guard let root else { return refuse(.wrongType, ["expected": "mapping"]) }
            return PackNode(node: root, path: "", place: PackPlace(root.mark), faults: faults)
        } catch {
            return refuse(error)
        }
    }

    /// An alias (`*name`) of an anchor (`&name`), found before YAML is composed: a few lines of them unfold into
    /// more nodes than memory holds. Looks at the bare text, comments included, and so misses none.
    private func firstAlias() -> (name: String, place: PackPlace)? {
        let anchors = Set(names(after: "&").map(\.name))
        guard !anchors.isEmpty else { return nil }
        return names(after: "*").first { anchors.contains($0.name) }
    }

    private func names(after sign: Unicode.Scalar) -> [(name: String, place: PackPlace)] {
        var (found, line, column): ([(name: String, place: PackPlace)], Int, Int) = ([], 1, 0)
        let scalars = yaml.unicodeScalars
        for index in scalars.indices {
            let scalar = scalars[index]
            if scalar == "\n" { (line, column) = (line + 1, 0) } else { column += 1 }
            guard scalar == sign else { continue }
            let name = scalars[scalars.index(after: index)...].prefix { $0.isASCII && Self.isInName($0) }
            if !name.isEmpty { found.append((String(name), PackPlace(line: line, column: column))) }
        }
        return found
    }

    private static func isInName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "-" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }

    private func refuse(_ error: any Error) -> PackNode? {
        guard let error = error as? YamlError else { return refuse(.syntax, ["problem": "\(error)"]) }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return refuse(.syntax, ["problem": problem], at: PackPlace(mark))
        case .reader(let problem, let offset, _, _):
            return refuse(.syntax, ["problem": problem], at: offset.map(place(ofCharacter:)) ?? .start)
        case .duplicatedKeysInMapping(let keys, let context):
            return refuse(
                .duplicateKey, ["key": keys.first.map { String($0.prefix(60)) } ?? ""],
                at: PackPlace(context.mark))
        case .writer(let problem), .emitter(let problem), .representer(let problem):
            return refuse(.syntax, ["problem": problem])
        case .no, .memory, .dataCouldNotBeDecoded:
            return refuse(.syntax, ["problem": "it cannot be read as text"])
        }
    }

    private func place(ofCharacter offset: Int) -> PackPlace {
        let before = yaml.prefix(offset).split(separator: "\n", omittingEmptySubsequences: false)
        return PackPlace(line: max(before.count, 1), column: (before.last?.unicodeScalars.count ?? 0) + 1)
    }

    private func refuse(
        _ code: PackFault.Code, _ arguments: [String: String], at place: PackPlace = .start
    ) -> PackNode? {
        faults.add(code, at: place, path: "", arguments)
        return nil
    }
}
