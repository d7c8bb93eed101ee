import ArgumentParser
import Foundation

/// The program's command line.
@main
struct HuitouCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "huitou",
        abstract: "Customer service for online shops: orders, after-sales cases, policy, money and time.",
        discussion: """
            A first look:      huitou demo
            A shop's server:   huitou serve --port 8080 --data /var/lib/huitou
            A safe copy:       huitou backup --data /var/lib/huitou --to /backup

            Ends with 0 when all went well, 1 when something failed, 2 when it was asked wrongly.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Demo.self, Gallery.self, Import.self, Policy.self, Key.self, BackupCommand.self,
            RestoreCommand.self, Verify.self, Export.self, Erase.self, VaultCommand.self, Move.self,
            LanguageCommand.self, Articles.self,
        ])

    /// Whatever the program writes may hold personal data, so that all of it is the owner's alone from the start.
    static func main() async {
        umask(0o077)
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Ending(error).leave()
        }
    }
}
