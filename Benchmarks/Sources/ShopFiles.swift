import Foundation

/// Files of a made-up shop, written a line at a time.
struct ShopFiles {
    let directory: URL
    let orders: Int

    static let ordersOfOneCustomer = 5

    func write() throws {
        try lines("products", 200) { number in
            let variants = (0..<4).map { variant in
                #"{"id":"P\#(number)-\#(variant)","options":{"颜色":"白","尺码":"\#(variant)"},"#
                    + #""price":{"amount":\#(1990 + number),"currency":"CNY"},"available":true}"#
            }
            return
                #"{"id":"P\#(number)","title":"商品 \#(number)","variants":[\#(variants.joined(separator: ","))]}"#
        }
        try lines("customers", orders / Self.ordersOfOneCustomer + 1) { number in
            #"{"id":"C\#(number)","givenName":"梅","familyName":"李","email":"c\#(number)@example.cn","#
                + #""address":\#(Self.address),"paymentMethods":[{"id":"w\#(number)","kind":"wechatPay"},"#
                + #"{"id":"g\#(number)","kind":"giftCard","balance":{"amount":1000,"currency":"CNY"}}]}"#
        }
        let delivered = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-172_800))
        try lines("orders", orders) { order($0, delivered) }
    }

    private func order(_ number: Int, _ delivered: String) -> String {
        let (customer, product) = (number / Self.ordersOfOneCustomer, number % 200)
        func line(_ variant: Int, _ units: Int) -> String {
            #"{"variantId":"P\#(product)-\#(variant)","productId":"P\#(product)","title":"商品 \#(product)","#
                + #""options":{"颜色":"白","尺码":"\#(variant)"},"price":{"amount":\#(1990 + product),"currency":"CNY"},"#
                + #""quantity":\#(units)}"#
        }
        return
            #"{"id":"O\#(number)","customerId":"C\#(customer)","status":"delivered","placedAt":"\#(delivered)","#
            + #""paidAt":"\#(delivered)","shippedAt":"\#(delivered)","deliveredAt":"\#(delivered)","#
            + #""address":\#(Self.address),"lines":[\#(line(1, 1)),\#(line(2, 2))],"payments":[{"kind":"payment","#
            + #""amount":{"amount":\#(3 * (1990 + product)),"currency":"CNY"},"methodId":"w\#(customer)"}],"#
            + #""shipments":[{"trackingNumbers":["YT\#(number)"],"variantIds":["P\#(product)-1","P\#(product)-2"]}]}"#
    }

    private static let address =
        #"{"line1":"湖滨路 1 号","city":"杭州","region":"浙江省","country":"CN","postalCode":"310000"}"#

    private func lines(_ name: String, _ count: Int, _ line: (Int) -> String) throws {
        let file = directory.appending(path: "\(name).jsonl")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw BenchFailure("\(file.path) cannot be made")
        }
        let handle = try FileHandle(forWritingTo: file)
        var text = ""
        for number in 0..<count {
            text += line(number) + "\n"
            if text.utf8.count > 1 << 20 {
                try handle.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
