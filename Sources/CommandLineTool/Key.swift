import App
import ArgumentParser
import Base
import Staff
import Storage

struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make keys for the API.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print it once.",
            discussion: "Example:\n  huitou key create --shop tea --role agent --name \"shop's own site\"")

        @Option(help: "The shop's id; * for a platform key over all shops.") var shop: String
        @Option(help: "owner, supervisor, agent, viewer or platform.") var role: String
        @Option(help: "What it is for.") var name: String
        @OptionGroup var data: DataOptions

        func run() async throws {
            guard let role = Role(rawValue: role), role != .customer else {
                throw ValidationError("--role is owner, supervisor, agent, viewer or platform.")
            }
            let configuration = try data.configuration()
            let services = try await Services.open(configuration, logger: .huitou(configuration))
            let new = try NewKey(shop: ShopID(shop), role: role, name: name)
            let operatorOnTheMachine = Principal(
                actor: .system, role: .platform, shop: nil, isUnlimited: true)
            let made = try await services.database.write { transaction in
                if shop != "*" { _ = try services.shops.find(ShopID(shop), in: transaction) }
                return try services.keys.create(new, by: operatorOnTheMachine, in: transaction)
            }
            try await services.close()
            print(made.secret)
        }
    }
}
