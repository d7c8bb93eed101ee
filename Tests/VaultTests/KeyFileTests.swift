import Base
import Foundation
import TestSupport
import Testing

@testable import Vault

/// The keys of an installation lie in one file that its owner alone may read.
@Suite struct KeyFileTests {
    private let directory: TestDirectory
    private let file: KeyFile

    init() throws {
        directory = try TestDirectory()
        file = KeyFile(directory.url.appending(path: "huitou.keys").path)
    }

    @Test func `what was written opens what was sealed before`() throws {
        let ring = KeyRing.make(.system)
        try file.write(ring)
        let place = SealedPlace("notes.text", "1", of: "tea")
        let sealed = try Vault(ring, outside: .system).seal(Array("张伟".utf8), for: place)
        let again = Vault(try file.read(), outside: .system)
        #expect(try again.open(sealed, for: place) == Array("张伟".utf8))
        #expect(again.ring.name == ring.name)
    }

    @Test func `nobody but the owner may read it`() throws {
        try file.write(.make(.system))
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        #expect(throws: VaultFault.keyFileOpenToOthers(file.path)) { try file.read() }
    }

    @Test(arguments: ["", "{}", "not json", #"{"format":2,"current":1,"sealing":{},"digesting":""}"#])
    func `something else is said to be no key file`(text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file.path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(throws: VaultFault.keyFileUnreadable(file.path)) { try file.read() }
    }

    @Test func `whoever makes it second takes what the first made`() throws {
        let (first, second) = (KeyRing.make(.system), KeyRing.make(.system))
        #expect(try file.make(first).name == first.name)
        #expect(try file.make(second).name == first.name)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["huitou.keys"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `whoever writes it, it goes on belonging to whom it belonged`() throws {
        func owner() throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: file.path)[.ownerAccountID] as? Int
        }
        #expect(chown(directory.url.path, 65_534, 65_534) == 0)
        let ring = try file.make(.make(.system))
        #expect(try owner() == 65_534, "as the directory")
        #expect(chown(file.path, 1_234, 1_234) == 0)
        try file.write(ring.rotated(.system))
        #expect(try owner() == 1_234)
    }

    @Test func `a missing file is told from a broken one`() {
        #expect(throws: VaultFault.keyFileMissing(file.path)) { try file.read() }
    }

    @Test func `a rotated ring seals with a new key, opens what older ones sealed and keeps its name`() throws
    {
        let (old, place) = (KeyRing.make(.system), SealedPlace("notes.text", "1", of: "tea"))
        let sealed = try Vault(old, outside: .system).seal([1, 2, 3], for: place)
        let new = try old.rotated(.system)
        let vault = Vault(new, outside: .system)
        #expect((new.current, new.name, new.versions) == (2, old.name, [1, 2]))
        #expect(try vault.open(sealed, for: place) == [1, 2, 3])
        #expect(try Vault.version(of: vault.seal([1], for: place)) == 2)
        #expect(
            vault.digest("1", for: "a", in: "tea")
                == Vault(old, outside: .system).digest("1", for: "a", in: "tea"))
        let bare = Vault(new.withoutOldKeys(), outside: .system)
        #expect(throws: VaultFault.keyMissing(version: 1)) { try bare.open(sealed, for: place) }
    }
}
