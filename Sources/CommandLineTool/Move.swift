import App
import ArgumentParser
import Foundation
import Vault

struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy all records from a database file to a PostgreSQL server, or back.",
        discussion: """
            Stop the servers on both first; one that still has the directory of a database file is noticed, nodes on a
            PostgreSQL server are not. If any was started meanwhile, make the target anew and move again. A move that broke off goes on where it was when it is run again. Afterwards the
            rows of every table and the sums of the ledger are compared, and every balance and seal is checked. What was copied from
            stays as it is. Sent files and the key file are not copied: give the new server the same --data, or --files and
            --keys.

            Example:
              huitou move --from /var/lib/huitou/huitou.sqlite --to postgres://huitou@db.internal/huitou
            """)

    @Option(help: "A database file or a connection string.") var from: String
    @Option(help: "An empty database: a file or a connection string.") var to: String

    @Option(help: "The file of the keys that seal the records; huitou.keys beside the database file.")
    var keys: String?

    func run() async throws {
        guard from.hasPrefix("postgres") || FileManager.default.fileExists(atPath: from) else {
            throw CommandFailure("There is no database at \(from).")
        }
        let move = try App.Move(from: from, to: to, keys: keyFile())
        do {
            let bar = ProgressBar("moving", of: 0)
            let agreed = try await move.run {
                bar.show($0.table, Int64($0.rows), of: Int64($0.most))
                if $0.isLast { Terminal.note("\($0.table): \($0.rows) rows") }
            }
            bar.finish()
            for line in agreed { print("ok   \(line)") }
            print("Everything was moved and agrees.")
        } catch let failure as MoveFailure {
            throw CommandFailure(failure.description)
        } catch let failure as DataInUse {
            throw CommandFailure(failure.description)
        }
    }

    private func keyFile() throws -> KeyFile {
        if let keys { return KeyFile(keys) }
        guard let file = [from, to].first(where: { !$0.hasPrefix("postgres") }) else {
            throw CommandFailure("Between two servers, --keys says which keys seal the records.")
        }
        return KeyFile(DataDirectory(URL(filePath: file).deletingLastPathComponent()).keys)
    }
}
