import Base
import Testing

@testable import Web

@Suite struct MultipartBodyTests {
    private static let field = "Content-Disposition: form-data; name=\"note\"\r\n\r\n"
    private static let file =
        "content-disposition: form-data; name=\"evidence\"; filename=\"C:\\\\fakepath\\a b.png\"\r\n"
        + "Content-Type: image/PNG\r\n\r\n"

    private func parse(_ body: String) throws -> FormBody { try MultipartBody("XX").parse(Array(body.utf8)) }

    @Test func `fields and files are taken apart`() throws {
        let form = try parse(
            "--XX\r\n\(Self.field)破了\r\n--XX\r\n\(Self.file)\r\n--X\r\ndata\r\n\r\n--XX--\r\nepilogue")
        #expect(form["note"] == "破了")
        #expect(form.files.map(\.field) == ["evidence"])
        #expect(form.files.map(\.name) == ["a b.png"])
        #expect(form.files.map(\.declaredType) == ["image/png"])
        #expect(form.files.map { String(decoding: $0.bytes, as: UTF8.self) } == ["\r\n--X\r\ndata\r\n"])
    }

    @Test func `a file field that was left alone is no file`() throws {
        let empty = "Content-Disposition: form-data; name=\"evidence\"; filename=\"\"\r\n\r\n"
        let form = try parse("--XX\r\n\(empty)\r\n--XX--\r\n")
        #expect(form.files.isEmpty)
        #expect(try parse("--XX--").names.isEmpty)
    }

    @Test func `an empty field keeps its name`() throws {
        #expect(try parse("--XX\r\n\(Self.field)\r\n--XX--")["note"] == "")
    }

    @Test(arguments: [
        "", "--", "--XX", "--XX\r\n", "--YY\r\n\(field)x\r\n--YY--", "--XX\r\n\(field)x",
        "--XX\r\n\(field)x\r\n--XX",
        "--XX\r\nno header end\r\n--XX--", "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--", "--XX\r\n\r\nx\r\n--XX--",
        "--XX\r\n\r\n--XX--", "preamble",
        "--XX\n\(field)x\n--XX--", "--XXY\r\n\(field)x\r\n--XXY--", "--XX\r\n--XX--",
        "--XX\r\n\r\n--XX\r\n--XX--",
    ])
    func `a body that is none is refused`(body: String) {
        #expect(throws: WebRefusal.formMalformed) { try parse(body) }
    }

    @Test func `bytes that are no text are refused in a field and kept in a file`() throws {
        let (end, bytes): ([UInt8], [UInt8]) = (Array("\r\n--XX--".utf8), [0xFF, 0x00, 0x0D, 0x0A, 0xFE])
        let asField = Array("--XX\r\n\(Self.field)".utf8) + bytes + end
        #expect(throws: WebRefusal.formMalformed) { try MultipartBody("XX").parse(asField) }
        let asFile = Array("--XX\r\n\(Self.file)".utf8) + bytes + end
        #expect(try MultipartBody("XX").parse(asFile).files.map { Array($0.bytes) } == [bytes])
    }

    @Test func `parts, headers and files are bounded`() throws {
        let parts = String(repeating: "--XX\r\n\(Self.field)x\r\n", count: MultipartBody.mostParts + 1)
        #expect(throws: WebRefusal.self) { try parse(parts + "--XX--") }
        let long = "X-Long: \(String(repeating: "x", count: 9_000))\r\n"
        #expect(throws: WebRefusal.formMalformed) { try parse("--XX\r\n\(long)\(Self.field)x\r\n--XX--") }
        let head = Array("--XX\r\n\(Self.file)".utf8)
        let big = head + Array(repeating: 0, count: Limits.fileBytes + 1) + Array("\r\n--XX--".utf8)
        #expect(throws: WebRefusal.fileTooLarge(limit: Limits.fileBytes, field: "evidence")) {
            try MultipartBody("XX").parse(big)
        }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=abc", "abc"),
        ("multipart/form-data; charset=utf-8; boundary=\"a b\"", "a b"),
        ("multipart/form-data;boundary=abc;x=y", "abc"), ("multipart/form-data; BOUNDARY=abc", "abc"),
    ])
    func `the boundary is read`(header: String, boundary: String) throws {
        #expect(try MultipartBody.boundary(of: header) == boundary)
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", "",
        "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
    ])
    func `a missing boundary is refused`(header: String) {
        #expect(throws: WebRefusal.formMalformed) { try MultipartBody.boundary(of: header) }
    }

    @Test func `any cut of a whole body is refused or read, never a crash`() throws {
        let whole = Array("--XX\r\n\(Self.field)a\r\n--XX\r\n\(Self.file)b\r\n--XX--".utf8)
        for end in 0..<whole.count {
            #expect(throws: WebRefusal.formMalformed) { try MultipartBody("XX").parse(Array(whole[..<end])) }
        }
    }
}
