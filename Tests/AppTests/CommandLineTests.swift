import App
import Base
import Foundation
import TestSupport
import Testing

/// What the program says to whoever starts it, and how it ends: 0, 1 when something failed, 2 when asked wrongly.
@Suite(.timeLimit(.minutes(10))) struct CommandLineTests {
    @Test(arguments: [
        (["--help"], Int32(0), "huitou demo"), (["serve", "--help"], 0, "Examples:"),
        (["--version"], 0, "0."),
        (["nosuch"], 2, "nosuch"), (["serve", "--port", "x"], 2, "--port"),
        (["serve", "--port", "70000"], 2, "65535"), (["serve", "--provider", "bank"], 2, "simulated"),
        (["serve", "--config", "/nowhere"], 2, "/nowhere"), (["import", "--shop", "tea"], 2, "files"),
        (["import", "--shop", "tea", "returns.jsonl"], 2, "customers"),
        (["key", "create", "--shop", "tea", "--role", "boss", "--name", "n"], 2, "supervisor"),
        (["policy", "check", "/nowhere"], 1, "cannot be read"),
        (["policy", "check", "seven-day"], 0, "in order"),
        (["language", "--help"], 0, "evaluate"),
        (["language", "evaluate", "--train", "/nowhere", "--test", "/nowhere"], 1, "cannot be read"),
        (["language", "rank", "--corpus", "a.tsv"], 2, "--candidates"),
        (["language", "entities", "--test", "a.tsv", "--format", "yaml"], 2, "bitext"),
    ])
    func `a command says what is wrong and ends accordingly`(
        arguments: [String], status: Int32, says: String
    ) async throws {
        let ended = try await ServerProcess.run(arguments)
        #expect(ended.status == status && ended.text.contains(says), "\(ended)")
    }

    @Test(arguments: [
        ["import", "--shop", "tea", "customers.jsonl"], ["verify"], ["key", "list", "--shop", "tea"],
        ["policy", "rehearse", "--shop", "tea", "--pack", "seven-day"],
    ])
    func `a mistyped directory is not made`(arguments: [String]) async throws {
        let directory = try TestDirectory()
        let typo = directory.url.appending(path: "typo")
        let ended = try await ServerProcess.run(arguments + ["--data", typo.path])
        #expect(ended.status == 1 && ended.text.contains("There is no data"), "\(ended)")
        #expect(!FileManager.default.fileExists(atPath: typo.path))
    }

    @Test(arguments: ["serve", "demo"])
    func `where another program listens nothing is made and no key is shown`(command: String) async throws {
        let directory = try TestDirectory()
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(
                data: directory.url.appending(path: "first"), client: client)
            let second = directory.url.appending(path: "second")
            let port = server.port
            let ended = try await ServerProcess.run([
                command, "--host", "127.0.0.1", "--port", "\(port)", "--data", second.path,
            ])
            #expect(ended.status == 1 && ended.text.contains("choose another with --port"), "\(ended)")
            #expect(!ended.text.contains("Root key"))
            #expect(!FileManager.default.fileExists(atPath: second.path))
            #expect(await server.stop() == 0)
        }
    }

    @Test func `files are imported with bad lines named, and keys are made, listed and ended`() async throws {
        let directory = try TestDirectory()
        let data = directory.url.appending(path: "data")
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client)
            _ = try await Qinghe.open(server.root)
            #expect(await server.stop() == 0)
        }
        func huitou(_ arguments: String...) async throws -> (status: Int32, text: String) {
            try await ServerProcess.run(arguments + ["--data", data.path])
        }
        let file = directory.url.appending(path: "customers.jsonl")
        let long = String(repeating: "x", count: Limits.importLineBytes + 10)
        let lines = [
            Qinghe.customer("lan").text + "\r", "  ", "{\"id\":5}", long, Qinghe.customer("zhu").text,
            "{\"id\":", "[]",
        ]
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        let imported = try await huitou("import", "--shop", "qinghe", file.path)
        #expect(imported.status == 1 && imported.text.contains("2 saved, 0 unchanged, 4 refused"))
        #expect(imported.text.contains("line 3 /id: This should be: a text."), "\(imported.text)")
        #expect(imported.text.contains("line 4: Please shorten the line"))
        #expect(
            imported.text.contains("line 6: This line is not valid JSON; see column 7."), "\(imported.text)")
        #expect(imported.text.contains("line 7: This should be: an object."), "\(imported.text)")
        #expect(!imported.text.contains("█"))

        let made = try await huitou("key", "create", "--shop", "qinghe", "--role", "viewer", "--name", "店")
        #expect(made.status == 0)
        let listed = try await huitou("key", "list", "--shop", "qinghe")
        let id = try #require(listed.text.split(separator: " ").first.map(String.init))
        #expect(listed.text.contains("viewer  店") && !listed.text.contains(made.text.prefix(30)))
        #expect(try await huitou("key", "revoke", "--shop", "qinghe", id).status == 0)
        #expect(try await huitou("key", "list", "--shop", "qinghe").text.contains("ended"))
        let root = try await huitou("key", "revoke", "--shop", "*", "root")
        #expect(root.status == 1 && root.text.contains("root key"), "\(root)")
        #expect(try await huitou("verify").status == 0)
    }

    @Test func `flags win over the environment, and it over a file`() throws {
        let directory = try TestDirectory()
        let file = directory.url.appending(path: "huitou.conf")
        try Data("# as systemd reads it\n\nHUITOU_PORT=8081\nHUITOU_HOST = \"0.0.0.0\"\n".utf8).write(
            to: file)
        var configuration = Configuration()
        try configuration.take(file: file.path)
        try configuration.take(["HUITOU_PORT": "8082", "HUITOU_SANDBOX": "no", "PATH": "/bin"])
        #expect(configuration.port == 8082 && configuration.host == "0.0.0.0" && !configuration.isSandbox)
        #expect(throws: ConfigurationFailure.self) { try configuration.take(["HUITOU_SANDBOX": "perhaps"]) }
        try Data("HUITOU_PORT=8081\nHUITOU_PROT=1\n".utf8).write(to: file)
        let failure = try #require(throws: ConfigurationFailure.self) {
            try configuration.take(file: file.path)
        }
        #expect("\(failure)".contains("line 2"))
    }
}
