import Localisation
import Markup

/// The keys that work on every page of the desk.
struct KeyTable: Component {
    let texts: TextTable

    private static let keys = [
        ("palette", ["Ctrl", "K"]), ("send", ["Ctrl", "Enter"]), ("search", ["/"]), ("next", ["J"]),
        ("previous", ["K"]),
        ("open", ["Enter"]),
        ("pick", ["X"]), ("help", ["?"]),
    ]

    var body: HTML {
        """
        <dl class="facts key-table">\(each: Self.keys, row)</dl>
        """
    }

    private func row(_ row: (name: String, keys: [String])) -> HTML {
        """
        <dt>\(each: row.keys, { "<kbd>\($0)</kbd> " })</dt><dd>\(texts["desk.key.\(row.name)"])</dd>
        """
    }
}
