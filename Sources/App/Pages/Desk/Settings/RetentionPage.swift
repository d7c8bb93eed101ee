import Base
import Localisation
import Markup
import Staff
import Web

/// For how long the shop keeps what is personal: each time with what it means and the law that it follows, and what goes
/// next.
struct RetentionPage: Component {
    let rule: Retention
    let outlook: RetentionOutlook
    let isSaved: Bool
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/settings">\(texts["desk.way.settings"])</a></p>\
        <h1>\(texts["desk.retention.title"])</h1><p>\(texts["desk.retention.text"])</p></div></header>\
        \(if: isSaved, Notice(texts["desk.settings.saved"], nil, .good).body)\
        \(next)<section class="card"><h2>\(texts["desk.retention.times"])</h2>\(form)</section></div>
        """
    }

    private var next: HTML {
        """
        <section class="card" id="next"><h2>\(texts["desk.retention.next"])</h2>\
        <p class="small soft">\(texts["desk.retention.nextText"])</p>\
        <div class="table-frame"><table class="queue"><thead><tr>\
        \(each: ["what", "over", "soon"], { "<th scope=\"col\">\(texts["desk.retention.\($0)"])</th>" })\
        </tr></thead><tbody>\(each: Retention.Setting.allCases, row)</tbody></table></div></section>
        """
    }

    private func row(_ setting: Retention.Setting) -> HTML {
        let count = outlook.counts[setting]
        return """
            <tr><th scope="row" data-cell="main">\(label(setting))</th>\
            <td class="number">\(words(count?.over ?? 0))</td><td class="number">\(words(count?.soon ?? 0))</td></tr>
            """
    }

    private func words(_ count: Int) -> String {
        count < RetentionOutlook.most
            ? String(count) : texts["desk.retention.atLeast", ["count": String(RetentionOutlook.most)]]
    }

    private func label(_ setting: Retention.Setting) -> String {
        texts["desk.retention.\(setting.rawValue)"]
    }

    private var form: DeskFormMarkup {
        let form = DeskForm("retention", to: "\(call.path)/settings/retention", call, refused: refused)
        return form.html(
            Button(texts["action.save"]), "\(each: Retention.Setting.allCases, { field($0, form) })")
    }

    private func field(_ setting: Retention.Setting, _ form: DeskForm) -> HTML {
        let key = "desk.retention.\(setting.rawValue)"
        let field = form.field(
            setting.rawValue, texts["desk.retention.days", ["what": label(setting)]],
            .number(Retention.days), value: String(rule.days(setting)), isRequired: true,
            hint: texts["\(key).means"])
        return "\(field)<p class=\"small faint\">\(texts["\(key).law"])</p>"
    }
}
