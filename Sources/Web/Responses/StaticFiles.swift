import Crypto
import Foundation
import Hummingbird

/// The files of a directory as they lay there at the start: held in memory, so no request touches the disk
/// and no path leads outside. Browsers keep them and ask each time whether they changed.
public struct StaticFiles: RouterMiddleware {
    public typealias Context = WebContext

    private struct File: Sendable {
        let type: String
        let tag: String
        let bytes: ByteBuffer
    }

    private let files: [String: File]

    /// Files of other types than these are not served.
    static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "woff2": "font/woff2", "webmanifest": "application/manifest+json",
        "ico": "image/x-icon", "txt": "text/plain; charset=utf-8", "webp": "image/webp", "jpg": "image/jpeg",
    ]

    /// - Throws: when the directory or a file in it cannot be read.
    public init(directory: URL) throws {
        var files: [String: File] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: directory.path) {
            let place = directory.appending(path: path)
            guard let type = Self.types[place.pathExtension.lowercased()] else { continue }
            let data = try Data(contentsOf: place)
            let tag = Array(SHA256.hash(data: data).prefix(12)).hex
            files["/" + path] = File(type: type, tag: "\"\(tag)\"", bytes: ByteBuffer(bytes: data))
        }
        self.files = files
    }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let file = files[request.uri.path] else { return try await next(request, context) }
        context.coreContext.endpointPath.value = "static"
        guard request.method == .get || request.method == .head else {
            throw WebRefusal.methodNotAllowed(allow: "GET, HEAD")
        }
        return Self.response(file, request)
    }

    private static func response(_ file: File, _ request: Request) -> Response {
        var headers: HTTPFields = [.eTag: file.tag, .cacheControl: "no-cache"]
        if request.headers[values: .ifNoneMatch].contains(where: { $0.contains(file.tag) }) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = file.type
        guard request.method == .get else {
            headers[.contentLength] = String(file.bytes.readableBytes)
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }
}
