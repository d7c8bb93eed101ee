import AfterSales
import Base
import Hummingbird
import Markup
import Policies
import Web

/// A case's page: the living letter, and below it the forms in which somebody may be writing.
struct CustomerCasePage: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    /// What the customer had entered when a step was refused.
    var input: FormBody?

    private var reader: Reader { call.reader(at: model.now) }
    private var place: String { call.place(of: model.record.id) }

    static func response(
        _ id: Identifier<Case>, _ call: CustomerCall, problem: Problem? = nil, input: FormBody? = nil
    ) async throws -> Response {
        let model = try await call.read { try CustomerCaseModel(id, call, $0) }
        let page = CustomerCasePage(model: model, call: call, input: input)
        let kind = StateWords(reader: page.reader).kind(model.record.kind)
        return call.page("\(kind) \(id.text)", path: page.place, problem: problem, page.body)
    }

    var body: HTML {
        """
        <p class="small"><a href="\(call.place(of: model.record.orderID))">\(reader["counter.apply.order"])\
        </a></p>\
        <live-region id="case" src="\(place)/stream" data-panel="\(place)/panel" \
        data-reconnecting="\(reader["live.reconnecting"])">\(letter)</live-region>
        \(evidence)\(remark)
        """
    }

    /// What the live page replaces.
    var letter: HTML {
        CaseLetter(
            model: model, call: call, reader: reader,
            actions: CaseActions(model: model, call: call, reader: reader, input: input).body
        ).body
    }

    private var evidence: HTML {
        guard model.steps.contains("evidenceGiven") else { return "" }
        let isNeeded = model.record.state == .awaitingEvidence
        let form = ActionForm(
            to: place + "/evidence", call.seals.next(),
            button: Button(reader["counter.evidence.send"], isNeeded ? .primary : .usual),
            content: """
                \(EvidencePicker(reader: reader))\
                \(Field("note", reader["counter.evidence.note"], .area(rows: 2), value: input?["note"],
                    limit: Limits.noteCharacters))
                """
        ).withFiles()
        return """
            <section class="card" id="evidence"><div><h2>\(reader["counter.evidence.add"])</h2>\
            <p class="small soft">\(reader["counter.evidence.optional"])</p></div>\(form)</section>
            """
    }

    private var remark: HTML {
        guard !model.record.state.isClosed else { return "" }
        let form = ActionForm(
            to: place + "/remark", call.seals.next(), button: Button(reader["counter.remark.send"]),
            content: Field(
                "text", reader["counter.remark.text"], .area(rows: 3), value: input?["text"],
                isRequired: true,
                limit: Limits.noteCharacters
            ).body)
        return "<section class=\"card\" id=\"remark\"><h2>\(reader["counter.remark"])</h2>\(form)</section>"
    }
}
