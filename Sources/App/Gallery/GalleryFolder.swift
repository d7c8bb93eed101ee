import Base
import Crypto
import Foundation
import Markup

/// The folder of static files: pages as they came, made to work without a server.
struct GalleryFolder: Sendable {
    let directory: URL
    /// The file of each page that is kept, by its path.
    let known: [String: String]

    func prepare() throws {
        let files = FileManager.default
        try files.createDirectory(at: directory, withIntermediateDirectories: true)
        let shipped = Resources.directory.appending(path: "Public")
        for name in try files.contentsOfDirectory(atPath: shipped.path) {
            let place = directory.appending(path: name)
            if files.fileExists(atPath: place.path) { try files.removeItem(at: place) }
            try files.copyItem(at: shipped.appending(path: name), to: place)
        }
    }

    func write(_ text: String, _ name: String) throws { try write(Array(text.utf8), name) }

    func write(_ bytes: [UInt8], _ name: String) throws {
        let place = directory.appending(path: name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    /// Pictures that only the server has, such as evidence.
    /// - Returns: paths as they stand in the page.
    func pictures(in page: String) -> [String] {
        page.matches(of: /<(?:img|video)[^>]* src="(\/(?:s|desk)\/[^"]*)"/).map { String($0.1) }
    }

    static func name(of picture: String) -> String {
        let digest = SHA256.hash(data: Array(picture.utf8)).prefix(8)
        return "files/" + digest.map { String($0, radix: 16) }.joined()
    }

    /// Addresses lead to files beside the page, what was live stands still.
    func still(_ page: String) -> String {
        var page = page.replacing(/<script[^>]*><\/script>/, with: "")
        page.replace(/<live-region[^>]*>/, with: "<live-region>")
        return page.replacing(/\s(href|src|action|poster)="(\/[^"]*)"/) { match in
            let place = String(match.2)
            if match.1 == "action" { return " action=\"#\"" }
            if match.1 == "src", place.hasPrefix("/s/") || place.hasPrefix("/desk/") {
                return " src=\"../\(Self.name(of: place))\""
            }
            if let file = known[place.replacing("&amp;", with: "&")] { return " \(match.1)=\"\(file)\"" }
            let isShipped = ["/web/", "/lib/", "/demo/", "/favicon", "/mark"].contains { place.hasPrefix($0) }
            return " \(match.1)=\"\(isShipped ? "..\(place)" : "#")\""
        }
    }
}
