import Base
import TestSupport
import Testing

@testable import Vault

/// What lies sealed says nothing, and opens only where it was sealed, whole.
@Suite struct VaultTests {
    private let vault = Vault(.make(.system), outside: .system)
    private let place = SealedPlace("customers.personal", "mei", of: "tea")

    @Test func `the same text sealed twice looks different`() throws {
        #expect(try vault.seal([1, 2, 3], for: place) != vault.seal([1, 2, 3], for: place))
    }

    @Test func `nothing of the text shows`() throws {
        let text = Array("13812345678 翠湖路 8 号".utf8)
        let sealed = try vault.seal(text, for: place)
        #expect(!sealed.indices.contains { sealed[$0...].starts(with: text.prefix(3)) })
    }

    @Test(
        arguments: [
            SealedPlace("customers.personal", "lan", of: "tea"),
            SealedPlace("customers.personal", "mei", of: "silk"),
            SealedPlace("orders.personal", "mei", of: "tea"),
        ])
    func `moved to another record, shop or column it is damaged`(other: SealedPlace) throws {
        let sealed = try vault.seal([1, 2, 3], for: place)
        #expect(throws: VaultFault.damaged) { try vault.open(sealed, for: other) }
    }

    @Test func `a changed bit anywhere, and a cut anywhere, is damage`() throws {
        let sealed = try vault.seal([1, 2, 3], for: place)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: VaultFault.self) { try vault.open(changed, for: place) }
            #expect(throws: VaultFault.self) { try vault.open(Array(sealed[..<index]), for: place) }
        }
    }

    @Test func `equal texts of one shop and purpose have equal digests, all others differ`() {
        let digest = vault.digest("13812345678", for: "customers.phone", in: "tea")
        #expect(digest == vault.digest("13812345678", for: "customers.phone", in: "tea"))
        #expect(digest.count == 16)
        let others = [
            vault.digest("13812345679", for: "customers.phone", in: "tea"),
            vault.digest("13812345678", for: "customers.email", in: "tea"),
            vault.digest("13812345678", for: "customers.phone", in: "silk"),
            Vault(.make(.system), outside: .system).digest("13812345678", for: "customers.phone", in: "tea"),
        ]
        #expect(!others.contains(digest))
    }
}
