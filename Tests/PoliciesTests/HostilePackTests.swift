import Base
import Policies
import TestSupport
import Testing

/// A pack is a text that an owner uploads: whatever stands in it, it is taken or refused with places, soon.
struct HostilePackTests {
    @Test(arguments: ["seven-day", "retail-simple"])
    func `a spoilt pack is refused with the places of its faults, or still a pack`(name: String) throws {
        var hostile = HostileBytes(
            samples: [try ShippedPacks.text(name)],
            pieces: [
                ": ", "- ", "{", "}", "[", "]", "|", ">", "&a ", "*a", "!!binary ", "!<tag>", "---\n",
                "...\n", "? ",
                "%YAML 1.2\n", "#", "  ", "\t", "7d", "5%", "<<: ", "format: 1\n",
            ])
        let slowest = try slowest(of: 150) {
            let text = hostile.text()
            do {
                _ = try PackReader.read(text, in: .cny)
            } catch let refusal as PackRefusal {
                #expect(!refusal.faults.isEmpty, "seed \(hostile.seed)")
            }
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 60_000),
        String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000),
        (0..<350).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        "a: &a [x]\nb: [*a, *a]", "a: &é x\nb: *é", String(repeating: "&a ", count: 80_000),
        "a: \"" + String(repeating: "\\", count: 200_000), String(repeating: "a: b\n", count: 50_000),
    ])
    func `depth, aliases and length end in a refusal`(text: String) {
        #expect(throws: PackRefusal.self) { try PackReader.read(text, in: .cny) }
    }
}
