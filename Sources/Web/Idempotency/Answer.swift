import Base
import Hummingbird

/// The answer to a command, as it is stored and given again.
public struct Answer: Sendable, Equatable {
    let status: Int
    let location: String?
    /// The document as text; empty when there is none.
    let body: String
    /// The customer whom it tells of: it is kept with their key. Nil for one about nobody, kept with the caller's.
    var customer: String?

    public static func ok(_ value: JSONValue) -> Answer {
        Answer(status: 200, location: nil, body: value.text, customer: value.customer)
    }

    public static func created(_ value: JSONValue, at location: String) -> Answer {
        Answer(status: 201, location: location, body: value.text, customer: value.customer)
    }

    /// Taken on; it goes on after the answer.
    public static func accepted(_ value: JSONValue) -> Answer {
        Answer(status: 202, location: nil, body: value.text, customer: value.customer)
    }

    /// The same answer, about another customer or, where it says nothing of anybody, about nobody.
    public func about(_ customer: String?) -> Answer {
        var answer = self
        answer.customer = customer
        return answer
    }

    /// After a page's form: the page to go on to.
    public static func seeOther(_ location: String) -> Answer {
        Answer(status: 303, location: location, body: "")
    }

    static func refused(_ problem: Problem) -> Answer {
        Answer(status: problem.status, location: nil, body: problem.json.text)
    }

    func response(isReplayed: Bool) -> Response {
        var headers: HTTPFields = [:]
        if !body.isEmpty {
            headers[.contentType] = status >= 400 ? "application/problem+json" : "application/json"
        }
        if let location { headers[.location] = location }
        if isReplayed { headers[.idempotencyReplayed] = "true" }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}

extension JSONValue {
    /// Whom a record belongs to.
    fileprivate var customer: String? { self["customerId"]?.string }
}
