import Base
import Language

/// What the assistant does about a message, from where its dialogue stands and from what the shop knows: it asks, shows
/// what may be chosen, shows what will happen, does what was said yes to, or leaves it to people.
///
/// Nothing is done but in the turn that answers a yes to exactly that promise.
public struct DialogueRule: Sendable {
    private let book: DialogueBook
    /// Those that the shop has switched off.
    private let off: Set<String>
    /// How sure it has to be of what is wanted.
    private let leastConfidence: Float

    /// So many messages in a row that were not understood go to people.
    static let mostMisses = 2
    /// As many as one reads in a list.
    static let mostShown = 9
    /// So many things wait to be done after each other.
    private static let mostAfter = 3

    public init(_ book: DialogueBook, off: Set<String> = [], leastConfidence: Float) {
        (self.book, self.off, self.leastConfidence) = (book, off, leastConfidence)
    }

    /// What to do about a message.
    /// - Returns: nil where nothing of it is a dialogue's.
    public func turn(
        on heard: Heard, in state: DialogueState?, _ facts: DialogueFacts
    ) throws -> DialogueTurn? {
        guard let state, let dialogue = known(state.wish.dialogue) else { return try begin(heard, facts) }
        let other = wanted(heard).first { $0.name != dialogue.name }
        let mayAnswer =
            other == nil || heard.answer != nil || state.awaits.isInWords
            || ShortAnswer.beginsWithNo(heard.text)
        if mayAnswer, let turn = try answered(heard, state, dialogue, facts) { return turn }
        guard let other else { return nil }
        let after = Array(([state.wish] + state.after).prefix(Self.mostAfter))
        return try proceed(Wish(other.name), after, heard, [], facts)
    }

    /// Something else was answered meanwhile: the question stands again.
    public func resumed(_ state: DialogueState, _ facts: DialogueFacts) throws -> DialogueTurn {
        try proceed(state.wish, state.after, nil, [.key("dialogue.resume")], facts)
    }

    /// Nobody understood it: the question stands again, once.
    public func missed(_ state: DialogueState, _ facts: DialogueFacts) throws -> DialogueTurn {
        guard state.misses + 1 < Self.mostMisses else {
            return DialogueTurn(state.wish.dialogue, handover: .missed)
        }
        var turn = try proceed(state.wish, state.after, nil, [.key("dialogue.unclear")], facts)
        turn.state?.misses = state.misses + 1
        return turn
    }

    /// It was done, or would not be any more what was promised.
    public func acted(
        _ outcome: Outcome, on promised: DialogueTurn.Promised, in state: DialogueState,
        _ facts: DialogueFacts
    ) throws -> DialogueTurn {
        switch outcome {
        case .done(let words):
            let done = known(promised.wish.dialogue)?.done
            let says = words.map { Saying.words($0) } + [done].compactMap { $0.map { .key($0) } }
            return try ended(promised.wish, state.after, says, facts)
        case .different(let preview):
            return try shown(
                preview, promised.wish, state.after, [.key("dialogue.different")], facts)
        }
    }

    // MARK: Beginning

    /// What a message wants that there is a dialogue for, the first thing first.
    public func wanted(_ heard: Heard) -> [Dialogue] {
        guard !heard.reading.isOutOfScope else { return [] }
        let wants = ([heard.reading.main] + heard.reading.further).filter { $0.confidence >= leastConfidence }
        var found: [Dialogue] = []
        for want in wants {
            guard let dialogue = book[want.intent], !off.contains(dialogue.name), !found.contains(dialogue)
            else { continue }
            found.append(dialogue)
        }
        return found
    }

    private func begin(_ heard: Heard, _ facts: DialogueFacts) throws -> DialogueTurn? {
        let wants = wanted(heard)
        guard let first = wants.first else { return nil }
        guard facts.isKnown || first.does == .handOver else {
            return DialogueTurn(first.name, [.key("dialogue.signIn")])
        }
        let after = try wants.dropFirst().prefix(Self.mostAfter).map { dialogue in
            var wish = Wish(dialogue.name)
            let meant = try Reference(choices: facts.choices(.order, wish)).meant(by: heard)
            if meant.count == 1 { wish.filled[.order] = meant[0].id }
            return wish
        }
        let others = heard.reading.further.filter { book[$0.intent] == nil }
        let says: [Saying] = others.isEmpty ? [] : [.key("dialogue.also")]
        return try proceed(Wish(first.name), after, heard, says, facts)
    }

    private func known(_ name: String) -> Dialogue? {
        book[name].flatMap { off.contains($0.name) ? nil : $0 }
    }

    // MARK: Answers

    private func answered(
        _ heard: Heard, _ state: DialogueState, _ dialogue: Dialogue, _ facts: DialogueFacts
    ) throws -> DialogueTurn? {
        switch state.awaits {
        case .yes(let promise):
            if heard.isYes {
                return DialogueTurn(
                    dialogue.name, state: state, does: .init(wish: state.wish, promise: promise))
            }
            if heard.isNo { return try stopped(state, facts) }
            if let wish = try corrected(heard, state.wish, dialogue, facts) {
                return try proceed(wish, state.after, heard, [], facts)
            }
        case .choice(let slot, let shown):
            if let turn = try chosen(heard, slot, shown, state, facts) { return turn }
            if let wish = try corrected(heard, state.wish, dialogue, facts) {
                return try proceed(wish, state.after, heard, [], facts)
            }
            if heard.answer == .no { return try stopped(state, facts) }
        }
        return ShortAnswer.beginsWithNo(heard.text) && wanted(heard).isEmpty
            ? try stopped(state, facts) : nil
    }

    /// One of what was shown, by its number or by words; a few of them are shown again.
    private func chosen(
        _ heard: Heard, _ slot: Dialogue.Slot, _ shown: [String], _ state: DialogueState,
        _ facts: DialogueFacts
    ) throws -> DialogueTurn? {
        func take(_ id: String) throws -> DialogueTurn {
            var wish = state.wish
            wish.filled[slot] = id
            return try proceed(wish, state.after, nil, [], facts)
        }
        switch heard.answer {
        case .number(let number) where (1...max(shown.count, 1)).contains(number) && !shown.isEmpty:
            return try take(shown[number - 1])
        case .last:
            if let last = shown.last { return try take(last) }
        case .yes where shown.count == 1: return try take(shown[0])
        case .yes, .no, .number, nil: break
        }
        if slot == .address { return try heard.address.map(take) }
        let choices = try facts.choices(slot, state.wish).filter { !state.wish.ruledOut.contains($0.id) }
        let meant = Reference(choices: choices).meant(by: heard)
        if meant.count == 1 { return try take(meant[0].id) }
        if meant.count > 1, meant.count < choices.count {
            return ask(slot, meant, state.wish, state.after, [.key("dialogue.several")])
        }
        if slot == .order, meant.isEmpty, !heard.orderNumbers.isEmpty {
            var turn = try proceed(
                state.wish, state.after, nil, [.key("dialogue.order.unknown")], facts)
            turn.state?.misses = state.misses + 1
            return state.misses + 1 < Self.mostMisses
                ? turn : DialogueTurn(state.wish.dialogue, handover: .missed)
        }
        return nil
    }

    /// What was meant otherwise than it was taken: another order, other goods, another reason.
    private func corrected(
        _ heard: Heard, _ wish: Wish, _ dialogue: Dialogue, _ facts: DialogueFacts
    ) throws -> Wish? {
        // The nearest first: "the blue one" is one of these goods before it is another order.
        for question in dialogue.asks.reversed() where question.slot == .order || !heard.meansOtherOrder {
            guard let current = wish[question.slot] else { continue }
            var before = wish.upTo(question.slot, of: dialogue)
            if question.slot == .address {
                guard let address = heard.address, address != current else { continue }
                before.filled[.address] = address
                return before
            }
            let choices = try facts.choices(question.slot, before)
            guard choices.count > 1 else { continue }
            let meant = Reference(choices: choices).meant(by: heard)
            if meant.count == 1, meant[0].id != current {
                before.filled[question.slot] = meant[0].id
                return before
            }
        }
        return try ruledOut(heard, wish, dialogue, facts)
    }

    /// "This is not the one" without saying which.
    private func ruledOut(
        _ heard: Heard, _ wish: Wish, _ dialogue: Dialogue, _ facts: DialogueFacts
    ) throws -> Wish? {
        let slots: [Dialogue.Slot] =
            heard.meansOtherOrder ? [.order] : heard.meansOther ? [.variant, .goods, .order] : []
        for slot in slots {
            guard let current = wish[slot] else { continue }
            var before = wish.upTo(slot, of: dialogue)
            guard try facts.choices(slot, before).count > 1 || slot == .order else { continue }
            before.ruledOut.insert(current)
            return before
        }
        return nil
    }

    private func stopped(_ state: DialogueState, _ facts: DialogueFacts) throws -> DialogueTurn {
        try ended(state.wish, state.after, [.key("dialogue.stopped")], facts)
    }

    // MARK: Going on

    /// Fills what is known, asks for what is not, and shows what comes of it.
    private func proceed(
        _ start: Wish, _ after: [Wish], _ heard: Heard?, _ says: [Saying], _ facts: DialogueFacts
    ) throws -> DialogueTurn {
        guard let dialogue = known(start.dialogue) else { return try ended(start, after, says, facts) }
        var wish = start
        for question in dialogue.asks where wish[question.slot] == nil {
            let slot = question.slot
            let choices = try facts.choices(slot, wish).filter { !wish.ruledOut.contains($0.id) }
            if slot == .address {
                if let address = heard?.address {
                    wish.filled[.address] = address
                    continue
                }
                return ask(slot, choices, wish, after, says)
            }
            guard !choices.isEmpty else {
                return try ended(wish, after, says + [.key(dialogue.none)], facts)
            }
            let meant = heard.map { Reference(choices: choices).meant(by: $0) } ?? []
            let isUnknown = slot == .order && meant.isEmpty && heard?.orderNumbers.isEmpty == false
            if meant.count == 1 || choices.count == 1 && !isUnknown {
                wish.filled[slot] = (meant.first ?? choices[0]).id
                continue
            }
            return ask(
                slot, meant.isEmpty ? choices : meant, wish, after,
                says + (isUnknown ? [.key("dialogue.order.unknown")] : []))
        }
        return try carriedOut(dialogue, wish, after, says, facts)
    }

    private func ask(
        _ slot: Dialogue.Slot, _ choices: [Choice], _ wish: Wish, _ after: [Wish], _ says: [Saying]
    ) -> DialogueTurn {
        let shown = Array(choices.prefix(Self.mostShown))
        let question = known(wish.dialogue)?.asks.first { $0.slot == slot }
        var says = says
        if let question { says.append(.key(question.says)) }
        if !shown.isEmpty { says.append(.list(shown.map(\.label))) }
        return DialogueTurn(
            wish.dialogue, says, state: DialogueState(wish, .choice(slot, shown.map(\.id)), after: after))
    }

    private func carriedOut(
        _ dialogue: Dialogue, _ wish: Wish, _ after: [Wish], _ says: [Saying], _ facts: DialogueFacts
    ) throws -> DialogueTurn {
        switch dialogue.does {
        case .tellParcel, .tellRefunds, .urge:
            guard let words = try facts.telling(wish) else {
                return DialogueTurn(
                    dialogue.name, says, state: DialogueState(wish, .choice(.order, []), after: after),
                    handover: .people)
            }
            return try ended(wish, after, says + words.map { .words($0) } + [.key(dialogue.done)], facts)
        case .handOver: return DialogueTurn(dialogue.name, says, handover: .people)
        case .cancel, .changeAddress, .openCase:
            return try shown(try facts.preview(wish), wish, after, says, facts)
        }
    }

    /// Exactly what will happen, and whether it shall.
    private func shown(
        _ preview: Preview, _ wish: Wish, _ after: [Wish], _ says: [Saying], _ facts: DialogueFacts
    ) throws -> DialogueTurn {
        switch preview {
        case .refused(let words):
            return try ended(
                wish, after, says + words.map { .words($0) } + [.key("dialogue.refused")], facts)
        case .would(let promise, let words, let amount):
            let state = DialogueState(wish, .yes(promise: promise), after: after)
            if let amount, let most = facts.most, amount > most {
                return DialogueTurn(wish.dialogue, says, state: state, handover: .tooMuch)
            }
            return DialogueTurn(
                wish.dialogue,
                says + words.map { .words($0) } + [
                    .key("dialogue.confirm"), .keys(["dialogue.yes", "dialogue.no"]),
                ],
                state: state)
        }
    }

    private func ended(
        _ wish: Wish, _ after: [Wish], _ says: [Saying], _ facts: DialogueFacts
    ) throws -> DialogueTurn {
        guard let next = after.first else { return DialogueTurn(wish.dialogue, says) }
        return try proceed(next, Array(after.dropFirst()), nil, says + [.key("dialogue.next")], facts)
    }
}

extension DialogueState.Awaited {
    /// Whether people answer in words that by themselves would mean something else: "it is faulty" is a reason, too.
    fileprivate var isInWords: Bool {
        switch self {
        case .yes, .choice(.order, _), .choice(.goods, _), .choice(.address, _): false
        case .choice(.units, _), .choice(.kind, _), .choice(.reason, _), .choice(.variant, _): true
        }
    }
}
