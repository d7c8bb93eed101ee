import Foundation
import Hummingbird
import Web

/// | method | path | |
/// |---|---|---|
/// | GET | /openapi.json | the API as an OpenAPI 3.1 document |
struct DocumentRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let document = Resources.bytes("openapi.json")
        router.get("/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
        }
    }
}
