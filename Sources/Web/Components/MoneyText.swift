import Base
import Localisation
import Markup

/// An amount, larger than its sign.
public struct MoneyText: Component, Sendable {
    public enum Size: Sendable { case usual, large }

    private let money: Money
    private let formatting: Formatting
    private let size: Size

    public init(_ money: Money, _ formatting: Formatting, _ size: Size = .usual) {
        self.money = money
        self.formatting = formatting
        self.size = size
    }

    public var body: HTML {
        """
        <span class="money\(if: size == .large, " money-large")"><span class="money-sign">\
        \(formatting.sign(of: money))</span>\(formatting.digits(of: money))</span>
        """
    }
}
