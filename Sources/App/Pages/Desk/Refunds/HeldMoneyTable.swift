import Base
import Customers
import Localisation
import Markup
import Payments
import Web

/// Where refunds that have not settled are held up: by provider and age, a sum a currency. Every number leads to
/// its rows.
struct HeldMoneyTable: Component {
    let model: RefundModel
    let path: String
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.refunds.held"])</h2></div>\
        <table class="books"><thead><tr><th scope="col">\(texts["desk.refunds.method"])</th>\
        \(each: OpenMoney.Age.allCases, { "<th scope=\"col\">\(texts["desk.refunds.age.\($0.rawValue)"])</th>" })\
        <th scope="col">\(texts["desk.money.amount"])</th></tr></thead><tbody>\(each: methods, row)</tbody>\
        <tfoot><tr><th scope="row">\(texts["desk.refunds.total"])</th>\
        \(each: OpenMoney.Age.allCases, { cell(nil, $0) })\(amounts(model.piles(.open)))</tr></tfoot>\
        </table></section>
        """
    }

    private var methods: [MethodKind] {
        MethodKind.allCases.filter { method in model.piles(.open).contains { $0.methodKind == method } }
    }

    private func row(_ method: MethodKind) -> HTML {
        """
        <tr><th scope="row"><a href="\(RefundQuery.place(path, .open, method: method))">\
        \(call.words.method(method))</a></th>\(each: OpenMoney.Age.allCases, { cell(method, $0) })\
        \(amounts(model.piles(.open).filter { $0.methodKind == method }))</tr>
        """
    }

    private func cell(_ method: MethodKind?, _ age: OpenMoney.Age) -> HTML {
        let count = model.piles(.open).filter { $0.age == age && (method == nil || $0.methodKind == method) }
            .reduce(0) { $0 + $1.count }
        guard count > 0 else { return "<td class=\"faint\">0</td>" }
        return "<td><a href=\"\(RefundQuery.place(path, .open, method: method, age: age))\">\(count)</a></td>"
    }

    private func amounts(_ piles: [OpenMoney]) -> HTML {
        "<td>\(each: RefundModel.sums(piles), { "<div>\(MoneyText($0, call.formatting))</div>" })</td>"
    }
}
