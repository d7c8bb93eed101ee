import App
import ArgumentParser
import Base
import Foundation
import Vault

struct VaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "Look after the keys that seal secrets on the disk.",
        discussion: """
            The key file is made by the first start, as huitou.keys in the data directory, or where --keys says. Without
            it nothing that is sealed can be read again: keep a copy of it, apart from the data and its backups.
            """,
        subcommands: [Status.self, Rotate.self, Reseal.self, DropOld.self])

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which keys there are and how much each of them seals.",
            discussion: "Example:\n  huitou vault status --data /var/lib/huitou")

        @OptionGroup var data: DataOptions

        func run() async throws {
            let services = try await data.open()
            let (ring, sealed) = (services.vault.ring, try await services.resealing.counts())
            try await services.close()
            for version in ring.versions {
                let role = version == ring.current ? "seals" : "opens"
                print("key \(version)  \(role)  \(sealed[version] ?? 0) records")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a new key to the file; it seals from now on.",
            discussion: """
                What was sealed before can still be opened. Where several nodes share a database, copy the file to each of
                them; then run huitou vault reseal. Servers that run need not be stopped: they take the new key when they
                first meet it.

                Example:
                  huitou vault rotate --data /var/lib/huitou
                """)

        @OptionGroup var data: DataOptions

        func run() async throws {
            let services = try await data.open()
            let ring = try services.vault.ring.rotated(.system)
            try services.configuration.keyFile.write(ring)
            try await services.close()
            Terminal.note("\(services.configuration.keyFile.path): key \(ring.current) seals from now on")
        }
    }

    struct Reseal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal with the newest key whatever lies under older ones.",
            discussion: """
                May be run while servers work, and again when it was broken off.

                Example:
                  huitou vault reseal --data /var/lib/huitou
                """)

        @OptionGroup var data: DataOptions

        func run() async throws {
            let services = try await data.open()
            let count = try await services.resealing.run()
            try await services.close()
            Terminal.note("\(count) records sealed anew with key \(services.vault.ring.current)")
        }
    }

    struct DropOld: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop-old",
            abstract: "Take keys out of the file that seal nothing any more.",
            discussion: """
                Refused while anything lies under an older key. Backups from before the rotation need the old file: keep a
                copy as long as you keep them.

                Example:
                  huitou vault drop-old --data /var/lib/huitou
                """)

        @OptionGroup var data: DataOptions

        func run() async throws {
            let services = try await data.open()
            let (ring, sealed) = (services.vault.ring, try await services.resealing.counts())
            try await services.close()
            let left = sealed.filter { $0.key != ring.current }.values.reduce(0, +)
            guard left == 0 else {
                throw CommandFailure(
                    "\(left) records are sealed with older keys; run huitou vault reseal first.")
            }
            try services.configuration.keyFile.write(ring.withoutOldKeys())
            Terminal.note("\(services.configuration.keyFile.path): only key \(ring.current) is left")
        }
    }
}
