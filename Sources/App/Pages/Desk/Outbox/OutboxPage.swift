import Base
import Jobs
import Localisation
import Markup
import Web

/// Calls to the outside that wait or are being made, and those that had their last try.
struct OutboxPage: Component {
    let state: JobState
    let jobs: [ListedJob]
    let counts: [JobState: Int]
    let now: Timestamp
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/outbox" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.outbox"])</h1>\
        <p>\(texts["desk.outbox.text"])</p></div></header>\(tabs)\(list)</div>
        """
    }

    private var tabs: Tabs {
        Tabs(
            texts["desk.way.outbox"],
            [JobState.dead, .waiting, .running].map {
                Link(
                    texts["desk.outbox.state.\($0.rawValue)"], to: "\(path)?state=\($0.rawValue)",
                    isCurrent: $0 == state, count: counts[$0])
            })
    }

    private var list: HTML {
        guard !jobs.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.outbox.empty.\(state.rawValue)"], texts["desk.outbox.emptyText"]))</div>
                """
        }
        return HTML(joining: jobs.map(card))
    }

    private func card(_ listed: ListedJob) -> HTML {
        let job = listed.job
        let name = texts.sentence("desk.job.\(job.kind)") ?? job.kind
        return """
            <article class="card"><div class="card-head"><h2>\(name)</h2>\
            \(StatusChip(texts["desk.outbox.state.\(state.rawValue)"], state == .dead ? .bad : nil))</div>\
            <dl class="facts">\(facts(listed))</dl>\(if: state == .dead, actions(job))</article>
            """
    }

    private func facts(_ listed: ListedJob) -> HTML {
        let job = listed.job
        var facts: [(String, HTML)] = [
            (texts["desk.outbox.subject"], subject(job)),
            (texts["desk.outbox.made"], HTML(escaping: call.words.moment(listed.made))),
            (texts["desk.outbox.tries"], "\(job.attempts)"),
        ]
        if let fault = listed.lastFault {
            facts.append((texts["desk.outbox.fault"], HTML(escaping: call.words.callFault(fault))))
        }
        if listed.state == .waiting {
            let moment = job.due <= now ? texts["desk.outbox.now"] : call.words.moment(job.due)
            facts.append((texts["desk.outbox.next"], HTML(escaping: moment)))
        }
        return DeskFacts(facts).body
    }

    private func subject(_ job: Job) -> HTML {
        if job.kind.hasPrefix("case.") {
            return
                "<a class=\"number\" href=\"\(call.path)/cases/\(QueryText.encoded(job.subject))\">\(job.subject)</a>"
        }
        if job.kind.hasPrefix("payment.") {
            return
                "<a class=\"number\" href=\"\(QueryText.address("\(call.path)/search", ["q": job.subject]))\">\(job.subject)</a>"
        }
        return "<span class=\"number\">\(job.subject)</span>"
    }

    private func actions(_ job: Job) -> HTML {
        let place = call.place("outbox", job.id)
        let drop = texts["desk.outbox.drop"]
        return """
            <div class="actions">\
            \(ActionForm(
                to: "\(place)/revival", call.seal(), style: "actions",
                button: Button(texts["desk.outbox.revive"])))\
            \(ActionForm(
                to: "\(place)/removal", call.seal(), style: "actions",
                confirmation: texts["desk.again", ["what": drop]], button: Button(drop, .danger)))</div>
            """
    }
}
