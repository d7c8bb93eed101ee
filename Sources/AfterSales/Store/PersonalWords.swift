import Base
import Customers
import Storage
import Vault

/// What people wrote in cases and complaints: it lies sealed with the customer's key.
enum PersonalWords {
    static let note = PersonalColumn("cases", "note", owner: .customer("customer"), isOptional: true)
    static let inspection = PersonalColumn(
        "case_lines", "inspection_note", key: ["case_id", "place"],
        owner: .customerOf("cases", by: "case_id"), isOptional: true)
    static let offer = PersonalColumn(
        "case_offers", "note", key: ["case_id", "number"], owner: .customerOf("cases", by: "case_id"),
        isOptional: true)
    static let remark = PersonalColumn(
        "case_notes", "text", key: ["case_id", "number"], owner: .customerOf("cases", by: "case_id"))
    static let complaint = PersonalColumn("complaints", "words", owner: .customer("customer"))
    static let finding = PersonalColumn(
        "complaints", "finding", owner: .customer("customer"), isOptional: true)
    static let remedy = PersonalColumn(
        "complaints", "remedy_note", owner: .customer("customer"), isOptional: true)

    static let all = [note, inspection, offer, remark, complaint, finding, remedy]

    static func migration(_ people: PersonVault) -> Migration {
        Migration("2026-11-23-words-personal", [.change { try people.sealReadable(all, $0) }])
    }
}

extension Case {
    func customer(in shop: ShopID) -> Person { .customer(customerID.text, of: shop) }
}
