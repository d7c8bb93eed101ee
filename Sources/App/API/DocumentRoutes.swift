import Foundation
import Hummingbird
import Web

/// | method | path | |
/// |---|---|---|
/// | GET | /openapi.json | the API as an OpenAPI 3.1 document |
/// | GET | /docs | the same as a page for people |
/// | GET | /docs/problems | every problem code with its sentence |
struct DocumentRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let document = Resources.bytes("openapi.json")
        let pages = ReferencePages(document: document, texts: services.texts)
        router.get("/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
        }
        router.get("/docs") { _, context in Response.page(try pages.html(.operations, in: context.language)) }
        router.get("/docs/problems") { _, context in
            Response.page(try pages.html(.problems, in: context.language))
        }
    }
}
