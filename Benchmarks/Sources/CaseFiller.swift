import AfterSales
import App
import Base
import Foundation
import Logging
import Orders
import Policies
import Staff
import Storage
import StorageSQLite

/// Fills a data directory with cases through the same desk as the server, many to a commit.
struct CaseFiller {
    let place: Workplace
    let data: String
    let shop: ShopID

    /// One case an order, from order `first` on.
    func fill(_ count: Int, from first: Int) async throws {
        var configuration = place.configuration(data: data)
        configuration.durability = .normal
        let services = try await Services.open(configuration, logger: Logger(label: "bench"))
        let profile = try await services.shops.shop(shop).profile
        let host = Principal(actor: .system, role: .platform, shop: nil, isUnlimited: true)
        for start in stride(from: first, to: first + count, by: 500) {
            try await services.database.write(in: shop) { transaction in
                for number in start..<min(start + 500, first + count) {
                    let reason = number % 3 == 0 ? "defective" : "noLongerNeeded"
                    let application = CaseApplication(
                        orderID: Identifier("O\(number)"), kind: .returnRefund, reason: reason,
                        lines: [
                            .init(
                                line: .variant(Identifier("P\(number % 200)-1")), quantity: 1,
                                newVariantID: nil)
                        ],
                        refundTo: nil, note: nil, evidence: [])
                    _ = try services.afterSales.open(
                        application, by: StepTaker(host), in: profile, transaction)
                }
            }
        }
        try await services.close()
    }

    /// Ids of cases spread over the shop, one a line, for loads that read them.
    func writeIDs(_ count: Int, to file: String) async throws {
        let services = try await Services.open(
            place.configuration(data: data), logger: Logger(label: "bench"))
        let ids = try await services.database.read { transaction in
            let all = try transaction.count("SELECT COUNT(*) FROM cases WHERE shop = \(shop)")
            var (ids, place): ([String], Int) = ([], 0)
            try transaction.forEach("SELECT id FROM cases WHERE shop = \(shop) ORDER BY id") { row in
                if place.isMultiple(of: max(1, all / count)) { ids.append(try row.text()) }
                place += 1
            }
            return ids
        }
        try await services.close()
        try Data(ids.joined(separator: "\n").utf8).write(to: place.directory.appending(path: file))
    }
}
