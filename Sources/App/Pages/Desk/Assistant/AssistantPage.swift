import Assistant
import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// When the assistant answers customers, and how sure it has to be.
struct AssistantPage: Component {
    let settings: AssistantSettings
    let isReady: Bool
    let isSaved: Bool
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var form: DeskForm {
        DeskForm("assistant", to: "\(call.path)/assistant", call, refused: refused)
    }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.assistant.title"])</h1><p>\(texts["desk.assistant.text"])</p></div></header>\
        \(if: isSaved, Notice(texts["desk.settings.saved"], nil, .good).body)\
        \(if: !isReady, Notice(texts["desk.assistant.preparing"], nil, .warn).body)\
        <section class="card">\(form.html(Button(texts["action.save"]), "\(modes)\(tasks)\(figures)"))</section>\
        <p class="small"><a href="\(call.path)/conversations?view=assisted">\
        \(texts["desk.assistant.list"])</a> · <a href="\(call.path)/knowledge">\
        \(texts["desk.knowledge.title"])</a> · <a href="\(call.path)/opening-hours">\
        \(texts["desk.hours.title"])</a></p></div>
        """
    }

    private var modes: HTML {
        form.choices(
            "mode", texts["desk.assistant.mode"],
            AssistantMode.allCases.map {
                Choices.Choice(
                    $0.rawValue, texts["desk.assistant.mode.\($0.rawValue)"],
                    note: texts["desk.assistant.mode.\($0.rawValue).text"])
            }, chosen: settings.mode.rawValue)
    }

    /// What it does with customers, each of which may be switched off.
    private var tasks: HTML {
        let names = call.services.dialogues.dialogues.map(\.name)
        return """
            \(form.checks(
                "off", texts["desk.assistant.tasks"], names.map { ($0, texts["dialogue.name.\($0)"]) },
                checked: names.filter(settings.off.contains)))\
            <p class="small soft">\(texts["desk.assistant.tasks.text"])</p>
            """
    }

    /// Every figure with its bounds and its default.
    private var figures: HTML {
        let fields: [HTML] = AssistantFigure.allCases.map { figure in
            form.field(
                figure.rawValue, texts["desk.assistant.\(figure.rawValue)"], value: String(settings[figure]),
                isRequired: true, limit: 7,
                hint: texts[
                    "desk.figures.bounds",
                    [
                        "least": String(figure.bounds.lowerBound), "most": String(figure.bounds.upperBound),
                        "usual": String(figure.standard),
                    ]]
            ).body
        }
        return HTML(joining: fields)
    }
}
