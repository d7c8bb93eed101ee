import Language
import Testing

@Suite struct PeopleAndAddressesTests {
    @Test(arguments: [
        ("我叫李小梅，住在杭州市西湖区文三路100号3幢201室，麻烦快点", ["李小梅", "住在杭州市西湖区文三路100号3幢201室"]),
        ("收件人：王小明", ["王小明"]), ("请转告张先生", ["张先生"]),
        (
            "My name is Mei Davis, 1234 Elm St, Suite 5, Springfield, IL, 62701",
            [
                "Mei Davis", "1234 Elm St, Suite 5, Springfield, IL, 62701",
            ]
        ),
        ("壶盖裂了，3 件都要退，一共 128.00 元", []), ("please refund order 70310944 by friday", []), ("", []),
    ])
    func `who is named and where somebody lives is found, and nothing else`(text: String, found: [String]) {
        #expect(PeopleAndAddresses.find(in: text).map(\.text) == found)
    }
}
