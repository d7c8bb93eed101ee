import Base
import Customers
import Localisation
import Markup
import Payments
import Web

/// Transfers between the accounts of the shop's books.
struct BooksTable: Component {
    let entries: [BookEntry]
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <table class="books"><thead><tr><th scope="col">\(texts["desk.books.transfer"])</th>\
        <th scope="col">\(texts["desk.money.amount"])</th></tr></thead><tbody>\(each: entries, row)</tbody>\
        </table>
        """
    }

    private func row(_ entry: BookEntry) -> HTML {
        """
        <tr><th scope="row">\(texts["desk.memo.\(entry.memo.rawValue)"])<br>\
        <span class="small soft">\(account(entry.debit)) → \(account(entry.credit))</span></th>\
        <td>\(MoneyText(entry.amount, call.formatting))</td></tr>
        """
    }

    /// `provider:wechatPay` and its like in words.
    private func account(_ name: String) -> String {
        let parts = name.split(separator: ":", maxSplits: 1)
        guard let first = parts.first else { return name }
        if first == "provider", let kind = parts.last.flatMap({ MethodKind(rawValue: String($0)) }) {
            return call.words.method(kind)
        }
        return texts.sentence("desk.account.\(first)") ?? name
    }
}
