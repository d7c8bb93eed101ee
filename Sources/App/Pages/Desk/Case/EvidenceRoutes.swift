import AfterSales
import Base
import Files
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/files/:file | personalDataShow | fileUnknown |
/// | POST | /desk/:shop/cases/:case/evidence | filesAdd | fileEmpty, fileTypeNotAllowed, tooManyFiles |
struct EvidenceRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "files/:file", services, may: .personalDataShow) { call in
            let id: Identifier<StoredFile> = try call.context.id("file")
            guard let file = try await call.read({ try services.files.find(id, in: call.shop.id, $0) }) else {
                throw FileRefusal.fileUnknown
            }
            return .file(file, try services.files.content(of: file), isShown: true)
        }
        router.desk(.post, "cases/:case/evidence", services, may: .filesAdd) { call in
            try await Self.add(to: try call.context.id("case"), call, services)
        }
    }

    private static func add(
        to id: Identifier<Case>, _ call: DeskCall, _ services: Services
    ) async throws -> Response {
        let form = try await FormBody.read(call.request)
        let (name, place) = (CaseStep.evidence.rawValue, call.placeAfterStep(of: id))
        do {
            let uploads = form.files.map { Array($0.bytes) }.filter { !$0.isEmpty }
            guard !uploads.isEmpty else { throw FileRefusal.fileEmpty }
            return try await services.files.keep(uploads) { kept in
                try await call.submit(name, form) { reader, transaction in
                    let files = try kept.map {
                        try services.files.record($0, by: call.principal.actor, in: call.shop.id, transaction)
                            .id.text
                    }
                    _ = try services.afterSales.giveEvidence(
                        files, note: reader.note(), on: id, by: call.taker(reader.version()), in: call.shop,
                        transaction)
                    return place
                }
            }
        } catch let refusal as any Refusal {
            let refused = RefusedForm(name: name, body: form, problem: Problem(refusal, call.texts))
            return try await call.page(of: id, refused: refused)
        }
    }
}
