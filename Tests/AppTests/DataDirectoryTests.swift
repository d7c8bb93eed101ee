import Foundation
import TestSupport
import Testing

@Suite struct DataDirectoryTests {
    @Test func `what a server keeps is readable by its own user alone`() async throws {
        let directory = try TestDirectory()
        let data = directory.url.appending(path: "data")
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client)
            #expect(await server.stop() == 0)
        }
        let kept = try #require(FileManager.default.enumerator(atPath: data.path)).compactMap {
            $0 as? String
        }
        #expect(kept.contains("huitou.sqlite"))
        for path in [""] + kept {
            let found = try FileManager.default.attributesOfItem(atPath: data.appending(path: path).path)
            let mode = try #require(found[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(path) is open to others")
        }
    }
}
