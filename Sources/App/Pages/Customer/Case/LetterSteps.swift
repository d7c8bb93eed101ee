import AfterSales
import Base
import Markup
import Orders
import Policies

/// What to do to send goods back: pack, send, enter the number.
struct LetterSteps: Component {
    let model: CustomerCaseModel
    let reader: Reader

    var body: HTML {
        guard model.record.state == .awaitingReturn else { return "" }
        return """
            <ol class="letter-steps"><li><p>\(reader["counter.return.pack"])</p>\
            <p>\(model.pack.packing[reader.language])</p>\
            \(each: model.packing, { "<p>\($0[reader.language])</p>" })</li>\
            <li><p>\(reader["counter.return.send"])</p><p>\
            \(model.returnAddress?.text ?? reader["counter.return.send.text"])</p>\
            <div class="letter-box"><p>\(reader["counter.return.note"]) \
            <span class="number">\(model.record.id.text)</span></p></div></li>\
            <li><p>\(reader["counter.return.number"])</p><p>\(freight)</p></li></ol>
            """
    }

    private var freight: String {
        let freight = FreightText(reader: reader).words(
            model.record.kind, model.record.reason, model.order?.order, model.pack)
        return reader.sentences([reader["counter.return.number.text"], freight ?? ""])
    }
}
