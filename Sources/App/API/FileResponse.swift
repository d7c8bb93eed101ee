import Base
import Files
import Hummingbird
import NIOCore
import Web

extension Response {
    /// A file as somebody may have it: piece by piece as it is opened, and never so that anything in it runs under our
    /// address.
    /// - Parameter isShown: whether pictures and videos are shown in their place; everything else is only ever saved.
    static func file(_ file: StoredFile, _ content: FileContent, isShown: Bool) -> Response {
        let isInline = isShown && (file.kind.isPicture || file.kind.isVideo)
        return Response(
            status: .ok,
            headers: [
                .contentType: file.kind.rawValue,
                .contentDisposition: "\(isInline ? "inline" : "attachment"); filename=\"\(file.id)\"",
                .contentSecurityPolicy: "default-src 'none'; sandbox", .xContentTypeOptions: "nosniff",
                .cacheControl: "private, max-age=3600",
            ],
            body: ResponseBody(contentLength: content.count) { writer in
                try await content.forEachPiece { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            })
    }
}
