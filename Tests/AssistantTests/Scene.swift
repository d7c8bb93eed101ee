import Base

@testable import Assistant
@testable import Language

/// A customer with three orders at a shop whose policy is a table.
enum Scene {
    static let book = try? DialogueBook.shipped()  // its own test says what is wrong

    static let orders = [
        Choice("T-1001", "订单 T-1001（白瓷茶壶）", words: ["白瓷茶壶", "white teapot"], day: CivilDate("2026-11-20")),
        Choice("T-1002", "订单 T-1002（青花盖碗）", words: ["青花盖碗", "blue gaiwan"], day: CivilDate("2026-11-12")),
        Choice("T-1003", "订单 T-1003（品茗杯）", words: ["品茗杯", "tasting cup"], day: CivilDate("2026-10-02")),
    ]

    static func facts(
        isKnown: Bool = true, most: Int64 = 500_00, _ preview: @escaping (Wish) -> Preview = Scene.preview
    ) -> DialogueFacts {
        DialogueFacts(
            isKnown: isKnown, most: Money(most, .cny), choices: { slot, wish in choices(slot, wish) },
            telling: { wish in ["told \(wish[.order] ?? "")"] }, preview: preview)
    }

    static func choices(_ slot: Dialogue.Slot, _ wish: Wish) -> [Choice] {
        switch slot {
        case .order: orders
        case .goods:
            wish[.order] == "T-1001"
                ? [
                    Choice("1", "white teapot", words: ["白瓷"]), Choice("2", "blue teapot", words: ["青花"]),
                ] : [Choice("1", "cup")]
        case .units: [Choice("1", "1 件"), Choice("2", "2 件")]
        case .reason: [Choice("noLongerNeeded", "我不想要了"), Choice("defective", "有质量问题")]
        case .kind: [Choice("returnRefund", "退货退款"), Choice("exchange", "换货")]
        case .variant: [Choice("-", "")]
        case .address: [Choice("=", "茶馆路 8 号")]
        }
    }

    static func preview(_ wish: Wish) -> Preview {
        .would(promise: wish.json.text, words: ["would"], amount: Money(100, .cny))
    }

    static func heard(
        _ text: String, _ intent: Intent = .other, _ confidence: Float = 0.9, further: [Intent] = []
    ) -> Heard {
        let today = CivilDate("2026-11-23").map { EntityContext(today: $0) }
        return Heard(
            text,
            IntentReading(
                main: .init(intent: intent, confidence: confidence),
                further: further.map { .init(intent: $0, confidence: 0.9) }, ranked: [intent],
                isOutOfScope: intent == .other,
                mood: MoodReading(mood: .calm, threats: [], complaint: -1)),
            today.map { EntityReader($0).entities(in: text) } ?? [])
    }
}
