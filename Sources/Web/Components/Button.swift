import Markup

/// A button that sends its form. One primary button a page.
public struct Button: Component, Sendable {
    public enum Weight: String, Sendable { case primary, danger, quiet, usual }
    public enum Size: String, Sendable { case usual, wide, small }

    private let label: String
    private let weight: Weight
    private let size: Size
    private let name: String?
    private let value: String?
    private let key: String?

    /// - Parameters:
    ///   - name: sent with the form, with `value`, when this button was pressed.
    ///   - key: the key that presses it, shown at its end.
    public init(
        _ label: String, _ weight: Weight = .usual, _ size: Size = .usual, name: String? = nil,
        value: String? = nil,
        key: String? = nil
    ) {
        self.label = label
        self.weight = weight
        self.size = size
        self.name = name
        self.value = value
        self.key = key
    }

    public var body: HTML {
        """
        <button class="\(Self.style(weight, size))"\(attribute: "name", name)\(attribute: "value", value)\
        \(attribute: "accesskey", key?.lowercased())>\
        \(label)\(key.map { " <kbd>\($0)</kbd>" as HTML })</button>
        """
    }

    /// The classes, for links that look like buttons.
    public static func style(_ weight: Weight, _ size: Size = .usual) -> String {
        var style = "button"
        if weight != .usual { style += " button-\(weight.rawValue)" }
        if size != .usual { style += " button-\(size.rawValue)" }
        return style
    }
}

/// A link that looks like a button.
public struct ButtonLink: Component, Sendable {
    private let link: Link
    private let style: String
    private let key: String?

    /// - Parameter key: the key that follows it, shown at its end.
    public init(
        _ link: Link, _ weight: Button.Weight = .usual, _ size: Button.Size = .usual, key: String? = nil
    ) {
        self.link = link
        self.key = key
        style = Button.style(weight, size)
    }

    public var body: HTML {
        """
        <a class="\(style)"\(attribute: "href", link.place)\(attribute: "accesskey", key?.lowercased())>\
        \(link.title)\(key.map { " <kbd>\($0)</kbd>" as HTML })</a>
        """
    }
}
