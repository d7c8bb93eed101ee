import Testing

@testable import Web

@Suite struct AddressTests {
    @Test(arguments: [
        (nil, "/"), ("/orders?q=1", "/orders?q=1"), ("//evil.example", "/"), ("/\\evil.example", "/"),
        ("https://evil.example", "/"), ("orders", "/"), ("/a\nb", "/"), ("", "/"),
    ])
    func `a form sends the browser to this site only`(path: String?, expected: String) {
        #expect(LocalPath.safe(path) == expected)
    }

    @Test func `what is encoded is decoded again`() {
        let text = "回头 & more/=?%+~"
        #expect(PercentText.decoded(PercentText.encoded(text)) == text)
        #expect(PercentText.decodedForm(PercentText.encoded(text).utf8) == text)
        #expect(PercentText.encoded("a b") == "a%20b")
    }
}
