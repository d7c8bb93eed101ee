import App
import ArgumentParser
import Base
import Foundation
import Staff
import Storage

struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and end keys for the API.",
        discussion: "A server that is running notices within a few seconds.",
        subcommands: [Create.self, List.self, Revoke.self, Root.self])

    /// Whoever has the machine may do everything.
    fileprivate static let operatorOnTheMachine = Principal(
        actor: .system, role: .platform, shop: nil, isUnlimited: true)

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print it once.",
            discussion: """
                Examples:
                  huitou key create --shop tea --role agent --name "shop's own site"
                  huitou key create --shop tea --role viewer --name "delivery labels" --personal
                  huitou key create --shop '*' --role platform --name "head office"
                """)

        @Option(help: "The shop's id; * for a platform key over all shops.") var shop: String
        @Option(help: "owner, supervisor, agent, viewer or platform.") var role: String
        @Option(help: "What it is for.") var name: String
        @Flag(
            help: "Reads names, phones and addresses in full; keys of owners and of the platform always do.")
        var personal = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard let role = Role(rawValue: role), role != .customer else {
                throw ValidationError("--role is owner, supervisor, agent, viewer or platform.")
            }
        }

        func run() async throws {
            guard let role = Role(rawValue: role) else { return }
            let services = try await data.open()
            let new = try NewKey(
                shop: ShopID(shop), role: role, name: name, scopes: personal ? [.personal] : [])
            let made = try await services.database.write { transaction in
                if shop != "*" { _ = try services.shops.find(ShopID(shop), in: transaction) }
                return try services.keys.create(new, by: operatorOnTheMachine, in: transaction)
            }
            try await services.close()
            print(made.secret)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a shop's keys, newest first; never their secrets.",
            discussion: "Example:\n  huitou key list --shop tea")

        @Option(help: "The shop's id; * for platform keys and the root key.") var shop: String
        @OptionGroup var data: DataOptions

        func run() async throws {
            let services = try await data.open()
            let keys = try await services.database.read {
                try services.keys.list(of: ShopID(shop), for: operatorOnTheMachine, in: $0)
            }
            try await services.close()
            for key in keys { print(Self.line(key)) }
        }

        private static func line(_ key: Staff.Key) -> String {
            let state = key.revoked.map { "ended \($0)" } ?? key.lastUsed.map { "used \($0)" } ?? "never used"
            let scopes = key.scopes.map { "  \($0.rawValue)" }.joined()
            return "\(key.id)  \(key.role.rawValue)\(scopes)  \(key.name)  made \(key.made)  \(state)"
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a key for good.",
            discussion: "Example:\n  huitou key revoke --shop tea ht_xed6yp2mxiod")

        @Option(help: "The shop's id; * for a platform key.") var shop: String
        @OptionGroup var data: DataOptions
        @Argument(help: "The key's id, as huitou key list shows it.") var key: String

        func run() async throws {
            let services = try await data.open()
            _ = try await services.database.write {
                try services.keys.revoke(
                    Identifier(key), of: ShopID(shop), by: operatorOnTheMachine, in: $0)
            }
            try await services.close()
        }
    }

    struct Root: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put another root key in the place of a lost or leaked one.",
            discussion: """
                The new key is HUITOU_ROOT_KEY, 12 to 128 printable ASCII characters; the old \
                one ends.

                Example:
                  HUITOU_ROOT_KEY=change-me-please huitou key root --data /var/lib/huitou
                """)

        @OptionGroup var data: DataOptions

        func run() async throws {
            guard let text = try data.configuration().rootKey else {
                throw ValidationError("HUITOU_ROOT_KEY is not set.")
            }
            let services = try await data.open()
            try await services.keys.replaceRootKey(by: text)
            try await services.close()
        }
    }
}
