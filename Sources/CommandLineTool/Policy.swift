import AfterSales
import App
import ArgumentParser
import Base
import Foundation
import Policies
import Staff
import Storage

struct Policy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check policy packs and try them on past cases.", subcommands: [Check.self, Rehearse.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a pack and name every fault with its line.",
            discussion: "Example:\n  huitou policy check my-shop.yaml --currency JPY")

        @Argument(help: "A YAML file, or the name of a shipped pack.")
        var file: String
        @Option(help: "The currency of the shop that it is for, in which its amounts are read.")
        var currency = Currency.cny.code

        func validate() throws {
            if Currency(currency) == nil {
                throw ValidationError("--currency is an ISO 4217 code such as CNY, USD or JPY.")
            }
        }

        func run() throws {
            guard let currency = Currency(currency) else { return }
            let text = try PackFile.text(file)
            do {
                let pack = try PackReader.read(text, in: currency)
                print(
                    "\(file): \(pack.name) is in order: \(pack.kinds.count) kinds, \(pack.reasons.count) reasons."
                )
            } catch {
                for fault in error.faults { print("\(file): \(fault)") }
                throw ExitCode.failure
            }
        }
    }

    struct Rehearse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which past decisions a pack would have made otherwise, and what that costs.",
            discussion: "Example:\n  huitou policy rehearse --shop tea --pack my-shop.yaml --since 30d")

        @Option(help: "The shop's id.") var shop: String
        @Option(help: "A YAML file, or the name of a shipped pack.") var pack: String
        @Option(help: "How far back: 30d, 48h.") var since = "30d"
        @OptionGroup var data: DataOptions

        func validate() throws {
            if Span(since) == nil { throw ValidationError("--since is a length of time such as 30d.") }
        }

        func run() async throws {
            guard let span = Span(since) else { return }
            let text = try PackFile.text(self.pack)
            let services = try await data.open()
            let record = try await services.shops.shop(ShopID(shop))
            let pack: PolicyPack
            do {
                pack = try PackReader.read(text, in: record.profile.currency)
            } catch {
                for fault in error.faults { print("\(self.pack): \(fault)") }
                try await services.close()
                throw ExitCode.failure
            }
            let lines = try await services.database.read { transaction in
                let rehearsal = try services.afterSales.rehearse(
                    pack, since: transaction.now - span, in: record.profile, transaction)
                return Self.lines(rehearsal, record.profile.currency)
            }
            for line in lines { print(line) }
            try await services.close()
        }

        private static func lines(_ rehearsal: Rehearsal, _ currency: Currency) -> [String] {
            let more = rehearsal.approvedAfter - rehearsal.approvedBefore
            let difference = "\(Money(abs(more), currency)) \(more < 0 ? "less" : "more")"
            let head =
                "\(rehearsal.cases) cases, \(rehearsal.changed) decided otherwise, approved at once \(difference)"
            return [head]
                + rehearsal.differences.map {
                    "  \($0.caseID) \($0.kind.rawValue): \($0.before.outcome.rawValue) \($0.before.amount) -> "
                        + "\($0.after.outcome.rawValue) \($0.after.amount)"
                }
        }
    }
}

/// A pack by path or by a shipped name.
enum PackFile {
    static func text(_ name: String) throws -> String {
        if let data = FileManager.default.contents(atPath: name) {
            guard let text = String(data: data, encoding: .utf8) else {
                throw CommandFailure("\(name) is not UTF-8.")
            }
            return text
        }
        guard ShippedPacks.names.contains(name) else {
            throw CommandFailure("\(name) cannot be read, and no shipped pack has that name.")
        }
        return try ShippedPacks.text(name)
    }
}
