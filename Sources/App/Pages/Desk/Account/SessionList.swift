import Base
import Localisation
import Markup
import Staff
import Web

/// Where one is signed in, with a way to end each and all.
struct SessionList: Component {
    static let form = "sessions"

    let sessions: [SessionDesk.Listed]
    /// The one that asks.
    let own: Identifier<Session>
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/account/sessions" }

    var body: HTML {
        """
        <section class="card" id="sessions"><h2>\(texts["desk.sessions.title"])</h2>\
        <ul class="rules">\(each: sessions, item)</ul>\(everywhere)</section>
        """
    }

    private func item(_ listed: SessionDesk.Listed) -> HTML {
        let session = listed.session
        let device = session.device.isEmpty ? texts["desk.sessions.unknown"] : session.device
        let used = texts["desk.sessions.used", ["moment": call.words.moment(listed.used)]]
        let isOwn = session.id == own
        let form = DeskForm(Self.form, to: "\(path)/\(session.id.inPath)/removal", call)
        return """
            <li class="rule"><p class="row"><span class="rule-says">\(device)</span>\
            <span class="soft">\(used)</span>\
            \(if: isOwn, StatusChip(texts["desk.sessions.own"], .good).body)</p>\
            \(if: !isOwn, form.pressed(Button(texts["desk.sessions.end"], .usual, .small)).body)</li>
            """
    }

    private var everywhere: HTML {
        let label = texts["desk.sessions.everywhere"]
        return DeskForm(Self.form, to: "\(path)/removal", call).pressed(
            Button(label, .danger), confirmation: texts["desk.again", ["what": label]]
        ).body
    }
}
