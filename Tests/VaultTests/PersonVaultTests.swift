import Base
import Foundation
import Storage
import TestSupport
import Testing

@testable import Vault

/// What is personal lies sealed with a key that belongs to one person alone.
@Suite struct PersonVaultTests {
    private static let note = PersonalColumn("notes", "text", owner: .customer("customer"))

    private let directory: TestDirectory
    private let database: any Database
    private let ring = KeyRing.make(.system)
    private let vault: Vault
    private let people: PersonVault

    init() async throws {
        directory = try TestDirectory()
        database = try directory.database(outside: .system)
        vault = Vault(ring, outside: .system)
        people = PersonVault(vault)
        let notes = """
            CREATE TABLE notes (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                customer TEXT NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (shop, id)
            )
            """
        try await database.migrate(
            PersonVault.migrations + [Migration("2026-11-22-notes", [.statement(notes)])])
    }

    @Test func `what was sealed for a person opens at its place, after a restart too`() async throws {
        let sealed = try await database.write(in: "tea") { [people] transaction in
            try people.keyToWrite(.customer("mei", of: "tea"), transaction)
                .seal("张伟", in: Self.note, of: "1", in: "tea")
        }
        #expect(sealed.contains("张") == false)
        let later = PersonVault(vault)
        try await database.read { transaction in
            let key = try later.key(of: .customer("mei", of: "tea"), transaction)
            #expect(try key.open(sealed, in: Self.note, of: "1", in: "tea") == "张伟")
            for (record, shop) in [("2", "tea"), ("1", "books")] as [(String, ShopID)] {
                #expect(throws: VaultFault.damaged) {
                    try key.open(sealed, in: Self.note, of: record, in: shop)
                }
            }
        }
    }

    @Test func `nobody else's key opens it`() async throws {
        try await database.write(in: "tea") { [people] transaction in
            let mei = try people.keyToWrite(.customer("mei", of: "tea"), transaction)
            let lan = try people.keyToWrite(.customer("lan", of: "tea"), transaction)
            let sealed = try mei.seal("words", in: Self.note, of: "1", in: "tea")
            #expect(throws: VaultFault.damaged) { try lan.open(sealed, in: Self.note, of: "1", in: "tea") }
        }
    }

    @Test func `a key whose transaction was undone seals nothing later`() async throws {
        struct Undone: Error {}
        let mei = Person.customer("mei", of: "tea")
        await #expect(throws: Undone.self) {
            try await database.write(in: "tea") { [people] transaction in
                _ = try people.keyToWrite(mei, transaction)
                throw Undone()
            }
        }
        let sealed = try await database.write(in: "tea") { [people] in
            try people.keyToWrite(mei, $0).seal("words", in: Self.note, of: "1", in: "tea")
        }
        let later = PersonVault(vault)
        let opened = try await database.read {
            try later.key(of: mei, $0).open(sealed, in: Self.note, of: "1", in: "tea")
        }
        #expect(opened == "words")
    }

    @Test func `what lay readable is sealed, once, each row under its person's key`() async throws {
        let count = 1_203
        try await database.write { transaction in
            for number in 0..<count {
                try transaction.run(
                    """
                    INSERT INTO notes (shop, id, customer, text)
                    VALUES ('tea', \(String(number)), \("c\(number % 7)"), \("words \(number)"))
                    """)
            }
        }
        let sealed = try await database.write { [people] in try people.sealReadable([Self.note], $0) }
        #expect(sealed == count)
        let again = try await database.write { [people] in try people.sealReadable([Self.note], $0) }
        #expect(again == 0)
        try await database.read { [people] transaction in
            let rows = try transaction.rows("SELECT id, customer, text FROM notes") { row in
                (try row.text(), try row.text(), try row.text())
            }
            for (id, customer, text) in rows {
                #expect(text.contains("words") == false)
                let key = try people.key(of: .customer(customer, of: "tea"), transaction)
                #expect(try key.open(text, in: Self.note, of: id, in: "tea") == "words \(id)")
            }
        }
    }

    @Test func `a text that a node of the version before left there opens as it is`() async throws {
        let key = try await database.write(in: "tea") { [people] in
            try people.keyToWrite(.customer("mei", of: "tea"), $0)
        }
        #expect(try key.open("words", in: Self.note, of: "1", in: "tea") == "words")
    }

    @Test func `after a rotation the keys of people are sealed anew and open what they opened`() async throws
    {
        let mei = Person.customer("mei", of: "tea")
        let sealed = try await database.write(in: "tea") { [people] in
            try people.keyToWrite(mei, $0).seal("words", in: Self.note, of: "1", in: "tea")
        }
        let rotated = PersonVault(Vault(try ring.rotated(.system), outside: .system))
        let resealed = try await database.write { try rotated.reseal(limit: 10, $0) }
        let again = try await database.write { try rotated.reseal(limit: 10, $0) }
        #expect((resealed, again) == (1, 0))
        let opened = try await database.read {
            try rotated.key(of: mei, $0).open(sealed, in: Self.note, of: "1", in: "tea")
        }
        #expect(opened == "words")
        let counts = try await database.read { try rotated.counts($0) }
        #expect(counts == [2: 1])
    }

    @Test func `the chain of a beginning is the beginning of the chain, and of one shop only`() {
        let chain = { (name: String, shop: ShopID) -> String in
            people.chain(name, for: "names", in: shop, from: 2, links: 8)
        }
        #expect(chain("zhangwei", "tea").hasPrefix(chain("zhang", "tea")))
        #expect(!chain("zhangwei", "tea").hasPrefix(chain("zhao", "tea")))
        #expect(chain("张伟", "tea") != chain("张伟", "books"))
        #expect(chain("z", "tea") == "")
    }
}
