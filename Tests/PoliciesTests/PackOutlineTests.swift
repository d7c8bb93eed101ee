import Policies
import Testing

@Suite struct PackOutlineTests {
    @Test(arguments: ShippedPacks.names)
    func `every section of a pack is found at its line`(name: String) throws {
        let yaml = try ShippedPacks.text(name)
        let sections = PackOutline(yaml).sections
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(sections.map(\.key).starts(with: ["format", "name", "title", "orderChanges", "kinds"]))
        #expect(sections.count == 16)
        for section in sections { #expect(lines[section.line - 1].hasPrefix("\(section.key):")) }
    }

    @Test func `a text that is no pack has the sections that it has`() {
        #expect(PackOutline("").sections == [])
        #expect(PackOutline("a: [\n# b: c\n  d: e\n- f: g\nh\nkinds: x").sections.map(\.line) == [1, 6])
    }
}
