import Base
import Orders

/// Goods as lists show them: name, options, how many.
struct GoodsText {
    let reader: Reader

    /// `燕麦色 · 1.8 米床`; empty without options.
    func options(_ options: JSONValue) -> String {
        options.members.compactMap(\.value.string).joined(separator: " \(reader["goods.separator"]) ")
    }

    func options(_ options: JSONValue, _ count: Int) -> String {
        let words = [self.options(options), reader.units(count)].filter { !$0.isEmpty }
        return words.joined(separator: " \(reader["goods.separator"]) ")
    }

    /// The same with what has become of some of them: `5 件 · 2 件已退款，不再发货`.
    func options(_ line: OrderLine, _ units: LineUnits?) -> String {
        let known = [
            ("goods.withheld", line.cancelled),
            ("goods.refunded", max(0, (units?.refunded ?? 0) - line.cancelled)),
            ("goods.held", units?.held ?? 0),
        ]
        let words = known.filter { $0.1 > 0 }.map { reader[$0.0, ["count": String($0.1)]] }
        return ([options(line.options, line.quantity)] + words)
            .joined(separator: " \(reader["goods.separator"]) ")
    }

    func name(_ line: OrderLine) -> String { line.title.isEmpty ? line.variantID.text : line.title }
}
