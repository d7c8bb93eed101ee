import App
import Foundation
import Logging
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct GalleryTests {
    @Test func `the gallery holds every state of a case, whole and without a server`() async throws {
        let directory = try TestDirectory()
        var logger = Logger(label: "gallery")
        logger.logLevel = .critical
        let pages = try await Gallery(to: directory.url, logger: logger).write()
        for state in CaseStateNames.all {
            #expect(pages.contains { $0.hasPrefix("case-") && $0.hasSuffix("-\(state)") }, "\(state)")
        }
        #expect(pages.count { $0.hasPrefix("case-") } >= 50)
        for name in pages {
            for language in ["zh-Hans", "zh-Hant", "en"] {
                let place = directory.url.appending(path: "\(language)/\(name).html")
                let text = try String(contentsOf: place, encoding: .utf8)
                #expect(text.contains("lang=\"\(language)\"") && !text.contains("⟦"), "\(language)/\(name)")
                #expect(
                    !text.contains("<script") && !text.contains("src=\"/") && !text.contains("href=\"/"),
                    "\(name)")
            }
        }
        let list = try String(contentsOf: directory.url.appending(path: "index.html"), encoding: .utf8)
        #expect(pages.allSatisfy { list.contains("\($0).html") })
    }
}

private enum CaseStateNames {
    static let all = [
        "reviewing", "awaitingEvidence", "offered", "rejected", "awaitingReturn", "returning", "inspecting",
        "refunding",
        "fulfilling", "repairing", "disputed", "refunded", "fulfilled", "withdrawn", "expired", "refused",
    ]
}
