import Base
import Localisation
import Markup
import Policies
import Staff
import Web

/// The shop's policy: the pack in force, the draft, all versions.
struct PolicyPage: Component {
    let model: PolicyModel
    /// Shown in place of the stored draft: what was entered, and what was found about it.
    var editor: DraftInput?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/policy" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.policy.title"])</h1>\
        <p>\(summary)</p></div>\
        </header>\(tabs)\(content)</div>
        """
    }

    private var summary: String {
        texts[
            "desk.policy.summary",
            [
                "pack": model.pack.title[texts.language], "name": model.pack.name,
                "version": String(model.pack.version),
            ]]
    }

    private var tabs: Tabs {
        Tabs(
            texts["desk.policy.title"],
            PolicyModel.Tab.allCases.map { tab in
                let place = tab == .current ? path : "\(path)?tab=\(tab.rawValue)"
                return Link(
                    texts["desk.policy.tab.\(tab.rawValue)"], to: place, isCurrent: tab == model.tab,
                    count: tab == .versions ? model.versions.count : nil)
            })
    }

    private var content: HTML {
        switch model.tab {
        case .current: current
        case .draft: DraftEditor(model: model, input: editor, call: call).body
        case .versions: versions
        }
    }

    private var current: HTML {
        """
        \(if: !model.isInForce, Notice(
            texts["desk.policy.old", ["version": String(model.pack.version)]],
            texts["desk.policy.oldText", ["newest": String(model.newest)]], .warn,
            link: Link(texts["desk.policy.showNewest"], to: path)).body)\
        \(PolicyTerms(pack: model.pack, call: call))\
        <section class="card"><div class="card-head"><h2>\(texts["desk.policy.text"])</h2></div>\
        \(PolicyGuide(yaml: model.text, hasPlaces: true, texts: texts))\(NumberedText(text: model.text))</section>
        """
    }

    private var versions: HTML {
        """
        <div class="table-frame"><table class="queue"><thead><tr>\
        <th scope="col">\(texts["desk.policy.version"])</th>\
        <th scope="col">\(texts["desk.policy.published"])</th><th scope="col">\(texts["desk.policy.by"])\
        </th></tr>\
        </thead><tbody>\(each: model.versions, version)</tbody></table></div>
        """
    }

    private func version(_ listed: PolicyListedVersion) -> HTML {
        let version = listed.version
        return """
            <tr><th scope="row" data-cell="main">\
            <a class="queue-link" href="\(path)?version=\(version.version)">\
            \(version.name) v\(version.version)</a> \
            \(if: version.version == model.newest, StatusChip(texts["desk.policy.inForce"], .good).body)</th>\
            <td class="nowrap">\(call.words.moment(version.publishedAt))</td><td>\(listed.by)</td></tr>
            """
    }
}
