import Localisation
import Markup
import Web

/// The search field above every page; with a script it becomes the command palette.
struct DeskFinder: Component {
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        let label = texts["desk.search"]
        return """
            <command-palette class="desk-search" data-panel="\(call.path)/search/panel"\(words)>\
            <form role="search" method="post" action="\(call.path)/search">\
            <label class="visually-hidden" for="desk-q">\(label)</label>\
            <input class="input" id="desk-q" name="q" type="search" maxlength="100" placeholder="\(label)">\
            </form></command-palette>
            """
    }

    private var words: HTML {
        let names = ["title", "pages", "actions", "found", "nothing", "hint", "keys"]
        return HTML(joining: names.map { " data-\($0)=\"\(texts["desk.palette.\($0)"])\"" })
    }
}

/// What the keys do, shown by `?`, with the box that turns single letters off.
struct DeskKeyHelp: Component {
    let texts: TextTable

    var body: HTML {
        """
        <desk-keys><dialog class="dialog" aria-labelledby="keys-title"><form method="dialog">\
        <h2 id="keys-title">\(texts["desk.account.keys"])</h2>\(KeyTable(texts: texts))\
        <label class="choice"><input type="checkbox" data-letters>\
        <span>\(texts["desk.key.letters"])</span></label>\
        <div class="actions">\(Button(texts["desk.key.close"]))</div></form></dialog></desk-keys>
        """
    }
}
