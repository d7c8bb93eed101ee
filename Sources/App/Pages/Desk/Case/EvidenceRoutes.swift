import AfterSales
import Base
import Files
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/files/:file | casesRead | fileUnknown |
/// | POST | /desk/:shop/cases/:case/evidence | filesAdd | fileEmpty, fileTypeNotAllowed, tooManyFiles |
struct EvidenceRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "files/:file", services, may: .casesRead) { call in
            let id: Identifier<StoredFile> = try call.context.id("file")
            guard let file = try await call.read({ try services.files.find(id, in: call.shop.id, $0) }) else {
                throw FileRefusal.fileUnknown
            }
            return Self.response(file, try services.files.bytes(of: file))
        }
        router.desk(.post, "cases/:case/evidence", services, may: .filesAdd) { call in
            try await Self.add(to: try call.context.id("case"), call, services)
        }
    }

    private struct Upload: Sendable {
        let sha256: String
        let kind: FileKind
        let bytes: Int
    }

    private static func add(
        to id: Identifier<Case>, _ call: DeskCall, _ services: Services
    ) async throws -> Response {
        let form = try await FormBody.read(call.request)
        let (name, place) = (CaseStep.evidence.rawValue, call.place("cases", id) + call.queueContext)
        do {
            let uploads = try form.files.filter { !$0.bytes.isEmpty }.map { file in
                let stored = try services.files.store(Array(file.bytes))
                return Upload(sha256: stored.sha256, kind: stored.kind, bytes: file.bytes.count)
            }
            guard !uploads.isEmpty else { throw FileRefusal.fileEmpty }
            return try await call.submit(name, form) { reader, transaction in
                let files = try uploads.map {
                    try services.files.record(
                        sha256: $0.sha256, kind: $0.kind, bytes: $0.bytes, by: call.principal.actor,
                        in: call.shop.id,
                        transaction
                    ).id.text
                }
                _ = try services.afterSales.giveEvidence(
                    files, note: reader.note(), on: id, by: call.taker(reader.version()), in: call.shop,
                    transaction)
                return place
            }
        } catch let refusal as any Refusal {
            let refused = RefusedForm(name: name, body: form, problem: Problem(refusal, call.texts))
            return try await CasePageRoutes.page(id, call, refused: refused)
        }
    }

    /// Pictures and videos are shown; everything else is only ever saved.
    private static func response(_ file: StoredFile, _ bytes: [UInt8]) -> Response {
        let isShown = file.kind.isPicture || file.kind.isVideo
        return Response(
            status: .ok,
            headers: [
                .contentType: file.kind.rawValue,
                .contentDisposition: "\(isShown ? "inline" : "attachment"); filename=\"\(file.id)\"",
                .contentSecurityPolicy: "default-src 'none'; sandbox", .cacheControl: "private, max-age=3600",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
