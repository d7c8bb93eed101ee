import Testing

@testable import Conversations

/// Where cards of products lead.
@Suite struct OrderPagesTests {
    private static let product = "https://shop.example.com/p/{product}"
    private static let order = "https://shop.example.com/cart?sku={variant}&n={quantity}"
    private static let invited = Card(product: "P 1", .init(variant: "红/大", quantity: 3))

    @Test func `a card leads to the product, an invitation to the order`() throws {
        let pages = try OrderPages(product: Self.product, order: Self.order)
        #expect(pages.address(of: Card(.product, "P1&x")) == "https://shop.example.com/p/P1%26x")
        #expect(
            pages.address(of: Self.invited)
                == "https://shop.example.com/cart?sku=%E7%BA%A2%2F%E5%A4%A7&n=3")
        #expect(pages.address(of: Card(.order, "o1")) == nil)
        #expect(OrderPages.none.address(of: Self.invited) == nil)
        #expect(OrderPages(stored: pages.json) == pages)
        let alone = try OrderPages(product: Self.product, order: nil)
        #expect(alone.address(of: Self.invited) == "https://shop.example.com/p/P%201")
    }

    @Test(arguments: [
        "http://shop.example.com/{product}", "https://shop.example.com/", "https://{product}.example.com/",
        "https://x@shop.example.com/{product}", "https://shop/{product}", "javascript:alert('{product}')",
        "https://shop.example.com/{product}/{price}", "https://shop.example.com/{product} x",
        "https://shop.example.com/\"{product}",
    ])
    func `an address that leads elsewhere or nowhere is refused`(address: String) {
        #expect(throws: ConversationRefusal.orderPageInvalid(field: "order")) {
            try OrderPages(product: nil, order: address)
        }
    }

    @Test func `an invitation is read as it was kept`() {
        let kept = Message.Content(.productCard, words: nil, reference: Self.invited.reference, note: nil)
        #expect(kept == .card(Self.invited))
        let plain = Message.Content(.productCard, words: nil, reference: "P1", note: nil)
        #expect(plain == .card(Card(.product, "P1")))
    }
}
