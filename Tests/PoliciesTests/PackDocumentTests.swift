import Base
import Foundation
import Policies
import Testing

/// The document on policy packs in one language.
struct PackDocument: Sendable, CustomTestStringConvertible {
    let name: String
    /// The section of the outermost keys, the one of faults, and how a table of keys begins.
    let whole: String
    let checks: String
    let keyTable: String

    var testDescription: String { name }

    static let all = [
        PackDocument(
            name: "policy-packs.md", whole: "## The whole pack", checks: "## What the checks say",
            keyTable: "| key |"),
        PackDocument(
            name: "policy-packs.zh.md", whole: "## 整个政策包", checks: "## 检查会说什么", keyTable: "| 键 |"),
    ]

    func text() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)
    }

    /// The first column of a section's first table.
    func described(in section: String) throws -> [String] {
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false).drop { $0 != section }
        let own = lines.dropFirst().prefix { !$0.hasPrefix("#") }
        return own.drop { !$0.hasPrefix("| `") }.prefix { $0.hasPrefix("| `") }.compactMap {
            $0.split(separator: "`").dropFirst().first.map(String.init)
        }
    }
}

/// What docs/policy-packs.md says of a pack, in both languages, is what the reader takes.
@Suite struct PackDocumentTests {
    /// A pack with an unknown key in the mapping that a section of the document describes.
    private static let probes: [(section: String, yaml: String)] = [
        ("", "x: 1"), ("## orderChanges", "orderChanges: {x: 1}"),
        ("### orderChanges.*", "orderChanges: {cancel: {x: 1}}"), ("## kinds", "kinds: {x: 1}"),
        ("### kinds.*", "kinds: {repair: {x: 1}}"),
        ("### kinds.*.window", "kinds: {repair: {faultWindow: {x: 1}}}"),
        ("### kinds.*.approval", "kinds: {repair: {approval: {x: 1}}}"),
        ("### reasons[]", "reasons: [{x: 1}]"),
        ("## applications", "applications: {x: 1}"), ("## refunds", "refunds: {x: 1}"),
        ("## freight", "freight: {x: 1}"), ("## deadlines", "deadlines: {x: 1}"),
        ("### deadlines.*", "deadlines: {reviewing: {x: 1}}"), ("## promise", "promise: {x: 1}"),
        ("## repairs", "repairs: {x: 1}"), ("### compensations[]", "compensations: [{x: 1}]"),
        ("### compensations[].promised", "compensations: [{promised: {x: 1}}]"),
        ("## grantLimits", "grantLimits: {x: 1}"), ("## complaints", "complaints: {x: 1}"),
    ]

    @Test(arguments: PackDocument.all)
    func `every key that the reader knows is described in its section, and no other`(
        document: PackDocument
    ) throws {
        for (section, yaml) in Self.probes {
            let section = section.isEmpty ? document.whole : section
            let fault = faults(yaml).first { $0.code == .unknownKey && $0.arguments["key"] == "x" }
            let known = try #require(fault?.arguments["known"], "\(section)").split(separator: ", ")
            #expect(try Set(document.described(in: section)) == Set(known.map(String.init)), "\(section)")
        }
    }

    @Test(arguments: PackDocument.all)
    func `every section of keys is compared with the reader`(document: PackDocument) throws {
        let sections = try document.text().split(separator: "\n").map(String.init)
        let headings = sections.indices.filter { sections[$0].hasPrefix(document.keyTable) }.compactMap {
            row in
            sections[..<row].last { $0.hasPrefix("#") }
        }
        #expect(Set(headings) == Set(Self.probes.map { $0.section.isEmpty ? document.whole : $0.section }))
    }

    @Test(arguments: PackDocument.all)
    func `every example loads in the place of what the seven-day pack says there`(
        document: PackDocument
    ) throws {
        let examples = try document.text().split(separator: "```yaml\n").dropFirst().map {
            String($0.prefix(upTo: $0.firstRange(of: "\n```")?.lowerBound ?? $0.endIndex))
        }
        #expect(examples.count > 10)
        for example in examples {
            let pack = try Self.sections(example).reduce(ShippedPacks.text("seven-day"), Self.replacing)
            #expect(faults(pack) == [], "\(example)")
        }
    }

    @Test(arguments: PackDocument.all)
    func `every fault that the checks can tell is explained`(document: PackDocument) throws {
        let told = try document.described(in: document.checks)
        #expect(Set(told) == Set(PackFault.Code.allCases.map(\.rawValue)))
    }

    private func faults(_ yaml: String) -> [PackFault] {
        do throws(PackRefusal) {
            _ = try PackReader.read(yaml, in: .cny)
            return []
        } catch {
            return error.faults
        }
    }

    // MARK: Putting examples into a pack

    /// A text cut at each line that begins a key of the outermost mapping.
    private static func sections(_ yaml: String) -> [String] {
        yaml.split(separator: "\n", omittingEmptySubsequences: false).reduce(into: []) { sections, line in
            if sections.isEmpty || line.first?.isLetter == true {
                sections.append(String(line))
            } else {
                sections[sections.count - 1] += "\n" + line
            }
        }
    }

    /// The pack with a section said anew: items are added to a list, keys replaced in a mapping of many.
    private static func replacing(_ pack: String, with section: String) -> String {
        let key = String(section.prefix { $0 != ":" })
        return sections(pack).map { old in
            guard old.hasPrefix("\(key):") else { return old }
            switch key {
            case "reasons", "compensations": return section + old.dropFirst("\(key):".count)
            case "kinds", "deadlines": return merged(old, section)
            default: return section
            }
        }.joined(separator: "\n")
    }

    private static func merged(_ old: String, _ new: String) -> String {
        let (before, after) = (entries(old), entries(new))
        let kept = before.dropFirst().filter { entry in !after.contains { name($0) == name(entry) } }
        return (after + kept).joined(separator: "\n")
    }

    /// The first line, then each key two spaces inwards with what belongs to it.
    private static func entries(_ section: String) -> [String] {
        section.split(separator: "\n").reduce(into: []) { entries, line in
            if entries.isEmpty || line.prefix(while: { $0 == " " }).count == 2 {
                entries.append(String(line))
            } else {
                entries[entries.count - 1] += "\n" + line
            }
        }
    }

    private static func name(_ entry: String) -> Substring { entry.prefix { $0 != ":" } }
}
