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

    func name(_ line: OrderLine) -> String { line.title.isEmpty ? line.variantID.text : line.title }
}
