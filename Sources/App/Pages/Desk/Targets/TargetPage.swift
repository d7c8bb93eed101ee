import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// How soon customers are to be answered, by team and hour, and what happens by itself where they are not.
struct TargetPage: Component {
    let targets: AnswerTargets
    let figures: ServiceFigures
    let isSaved: Bool
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var form: DeskForm {
        DeskForm("targets", to: "\(call.path)/answer-targets", call, refused: refused)
    }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations/board">\(texts["desk.board.title"])</a></p>\
        <h1>\(texts["desk.targets.title"])</h1><p>\(texts["desk.targets.text"])</p></div></header>\
        \(if: isSaved, Notice(texts["desk.settings.saved"], nil, .good).body)\
        <section class="card">\(form.html(Button(texts["action.save"]), fields))</section>\
        <section class="card" id="figures"><h2>\(texts["desk.figures.title"])</h2>\
        <p class="soft">\(texts["desk.figures.text"])</p>\(others)</section></div>
        """
    }

    /// Every figure with its bounds and its default.
    private var others: HTML {
        let form = DeskForm("figures", to: "\(call.path)/answer-targets/figures", call, refused: refused)
        let fields: [HTML] = ServiceFigure.allCases.map { figure in
            form.field(
                figure.rawValue, texts["desk.figures.\(figure.rawValue)"], value: String(figures[figure]),
                isRequired: true, limit: 5,
                hint: texts[
                    "desk.figures.bounds",
                    [
                        "least": String(figure.bounds.lowerBound), "most": String(figure.bounds.upperBound),
                        "usual": String(figure.standard),
                    ]]
            ).body
        }
        return form.html(Button(texts["action.save"]), HTML(joining: fields)).body
    }

    private var fields: HTML {
        """
        \(form.field("first", texts["desk.targets.first"], value: TargetForm.seconds(targets.usual.first), isRequired: true, limit: 5))\
        \(form.field("next", texts["desk.targets.next"], value: TargetForm.seconds(targets.usual.next), isRequired: true, limit: 5))\
        \(form.field("warn", texts["desk.targets.warn"], value: String(targets.warnPercent), isRequired: true, limit: 2))\
        \(form.field("rules", texts["desk.targets.rules"], .area(rows: 4), value: TargetForm.lines(targets.rules), limit: TargetForm.longest, hint: texts["desk.targets.rulesHint"]))\
        \(steps("onFirst", targets.onFirst))\(steps("onNext", targets.onNext))
        """
    }

    private func steps(_ part: String, _ steps: AnswerTargets.Steps) -> HTML {
        let name = form.fieldName("\(part)Reassign")
        let isTicked = refused.map { $0.body[name] != nil } ?? steps.reassigns
        return """
            <fieldset class="choices"><legend>\(texts["desk.targets.\(part)"])</legend>\
            <label class="choice"><input type="checkbox" name="\(name)" value="yes"\
            \(attribute: "checked", isTicked)><span>\(texts["desk.targets.reassign"])</span></label>\
            \(form.field("\(part)Holding", texts["desk.targets.holding"], .area(rows: 2), value: steps.holding, limit: Limits.noteCharacters, hint: texts["desk.targets.holdingHint"]))\
            </fieldset>
            """
    }
}

/// Targets as people write them: `退款 8-23 180 30`, one rule a line, `*` for every team.
enum TargetForm {
    static let longest = 1_200

    static func seconds(_ span: Span) -> String { String(span.milliseconds / 1_000) }

    static func lines(_ rules: [AnswerTargets.Rule]) -> String {
        rules.map { rule in
            "\(rule.team ?? "*") \(rule.fromHour)-\(rule.untilHour) \(seconds(rule.limits.first)) \(seconds(rule.limits.next))"
        }.joined(separator: "\n")
    }

    /// - Throws: `InputRefusal` `targetRuleMalformed` for a line that is no rule.
    static func rules(_ text: String) throws -> [AnswerTargets.Rule] {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        guard lines.count <= AnswerTargets.mostRules else { throw malformed }
        return try lines.map { line in
            let parts = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard parts.count == 4, let hours = hours(parts[1]), let first = limit(parts[2]),
                let next = limit(parts[3]), parts[0] == "*" || Identifier<Seat>.isPossible(parts[0])
            else { throw malformed }
            return AnswerTargets.Rule(
                team: parts[0] == "*" ? nil : parts[0], fromHour: hours.0, untilHour: hours.1,
                limits: AnswerTargets.Limits(first: first, next: next))
        }
    }

    private static func hours(_ text: String) -> (Int, Int)? {
        let hours = text.split(whereSeparator: { "-–~".contains($0) }).compactMap { Int($0) }
        guard hours.count == 2, (0...23).contains(hours[0]), (1...24).contains(hours[1]), hours[0] != hours[1]
        else { return nil }
        return (hours[0], hours[1])
    }

    private static func limit(_ text: String) -> Span? {
        Int(text).flatMap { AnswerTargets.seconds.contains($0) ? .seconds($0) : nil }
    }

    private static var malformed: InputRefusal {
        InputRefusal("targetRuleMalformed", at: "/rules", ["limit": String(AnswerTargets.mostRules)])
    }
}
