import Foundation

/// What `Package.swift` says, read as text: quicker than asking the package manager, and enough for our manifest.
struct Manifest {
    /// Targets by name with the targets and products that they name.
    let targets: [String: Set<String>]

    init(_ text: String) throws {
        let products = Dictionary(
            text.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/).map {
                (String($0.1), String($0.2))
            },
            uniquingKeysWith: { first, _ in first })
        var targets: [String: Set<String>] = [:]
        for match in text.matches(
            of: /(?:slice|tests|\.executableTarget)\(\s*(?:name: )?"(\w+)",\s*(?:dependencies: )?\[/)
        {
            let list = Self.bracketed(text[match.range.upperBound...])
            var names = Set(list.matches(of: /"(\w+)"/).map { String($0.1) })
            for (variable, product) in products where list.contains(try Regex("\\b\(variable)\\b")) {
                names.insert(product)
            }
            targets[String(match.1)] = names
        }
        for match in text.matches(of: /\.systemLibrary\(\s*name: "(\w+)"/) { targets[String(match.1)] = [] }
        self.targets = targets
    }

    /// Up to the bracket that closes the one before.
    private static func bracketed(_ text: Substring) -> String {
        var (depth, list) = (1, "")
        for character in text {
            depth += character == "[" ? 1 : character == "]" ? -1 : 0
            if depth == 0 { break }
            list.append(character)
        }
        return list
    }
}
