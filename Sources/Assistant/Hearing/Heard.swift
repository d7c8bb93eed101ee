import Base
import Language

/// What a customer has just said, as far as it could be understood.
public struct Heard: Sendable {
    public let text: String
    /// What is wanted, and in which mood.
    public let reading: IntentReading
    /// What is named.
    public let entities: [Entity]
    public let answer: ShortAnswer?

    public init(_ text: String, _ reading: IntentReading, _ entities: [Entity]) {
        (self.text, self.reading, self.entities) = (text, reading, entities)
        answer = ShortAnswer(text)
    }

    /// The days that are spoken of.
    var days: [(from: CivilDate, through: CivilDate)] {
        entities.compactMap { entity -> (from: CivilDate, through: CivilDate)? in
            guard case .days(let from, let through) = entity.value else { return nil }
            return (from, through)
        }
    }

    /// Numbers of orders that are named.
    var orderNumbers: [String] { entities.filter { $0.kind == .orderNumber }.map(\.text) }

    var address: String? { entities.first { $0.kind == .address }?.text }

    /// A yes, in words or by the number that stands before it.
    var isYes: Bool { answer == .yes || answer == .number(1) && SaidWords(text).isFigure }
    /// A no, likewise.
    var isNo: Bool { answer == .no || answer == .number(2) && SaidWords(text).isFigure }

    /// Whether it asks how something is done, rather than that it be done.
    public var asksHow: Bool { SaidWords(text).holds(Self.how) }

    /// "This is not the one": another order is meant.
    var meansOtherOrder: Bool { SaidWords(text).holds(Self.otherOrder) }
    /// "This is not the one": another of the goods is meant, or another order.
    var meansOther: Bool { SaidWords(text).holds(Self.other) }
    /// What was bought last.
    var meansNewest: Bool { SaidWords(text).holds(Self.newest) }

    private static let how = [
        "怎么", "如何", "怎样", "流程", "规则", "政策", "条件", "步骤", "how do", "how can", "how to", "how does", "what is",
        "what are", "policy", "rules", "conditions",
    ]
    private static let otherOrder = [
        "不是这个订单", "不是这单", "不是这一单", "不是那个订单", "不是这笔", "别的订单", "其他订单", "另一个订单", "另外一个订单", "换一个订单",
        "换个订单", "订单错了", "订单不对", "搞错订单", "wrong order", "not this order", "not that order", "another order",
        "different order", "other order", "not the right order",
    ]
    private static let other = [
        "不是这个", "不是这件", "不是这款", "不是那个", "不是那件", "另一件", "另一个", "另外一件", "另外一个", "别的", "搞错了", "弄错了", "选错了",
        "not this one",
        "not that one", "wrong one", "wrong item", "another one", "other one", "another item",
        "not the right one",
        "different one",
    ]
    private static let newest = [
        "最近的", "最近一", "刚买", "刚下", "刚拍", "最新", "最后一单", "上一单", "刚才买", "latest order", "last order",
        "most recent",
        "newest order", "just bought", "just ordered", "recent order", "my last purchase",
    ]
}
