import Base
import Hummingbird
import Markup

extension Response {
    /// A JSON document.
    public static func json(_ value: JSONValue, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }

    /// A JSON document of something that was made, with where it can be read.
    public static func created(_ value: JSONValue, at location: String) -> Response {
        var response = json(value, .created)
        response.headers[.location] = location
        return response
    }

    /// One page of a list: `{"items": […], "next": "cursor"}`.
    public static func list<Item>(
        _ page: Page<Item>, _ encode: (Item) throws -> JSONValue
    ) rethrows -> Response {
        json([
            "items": .array(try page.items.map(encode)),
            "next": page.next.map { .string($0.text) } ?? .null,
        ])
    }

    /// A page or a panel.
    public static func page(_ html: HTML, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html.text)))
    }

    /// After a form: the browser goes on to read another page.
    public static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }

    public static func noContent() -> Response { Response(status: .noContent) }

    /// Plain text, such as the metrics.
    public static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
