import AfterSales
import Base
import Customers
import Localisation
import Markup
import Orders
import Policies
import Web

/// What the customer asked for: goods, reason, own words, what was shown.
struct CaseApplicationCard: Component {
    let model: CaseModel
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var record: Case { model.record }

    var body: HTML {
        """
        <section class="card"><div class="card-head">\
        <h2 class="card-quiet">\(texts["desk.case.application"])</h2>\
        <span class="small faint">\(call.formatting.moment(record.openedAt, now: model.now))</span></div>\
        <ul class="stack">\(each: record.lines, line)</ul><dl class="facts">\(facts)</dl>\
        \(evidence)</section>
        """
    }

    private func line(_ line: CaseLine) -> HTML {
        let ordered = model.order.order.line(line.lineID)
        return ProductRow(
            name: ordered.map(GoodsText(reader: call.reader).name) ?? line.variantID.text,
            options: options(line, ordered), image: ordered.flatMap { model.images[$0] },
            end: MoneyText(line.value, call.formatting).body
        ).body
    }

    private func options(_ line: CaseLine, _ ordered: OrderLine?) -> String {
        var parts = (ordered?.options.members ?? []).compactMap(\.value.string)
        parts.append(
            texts[
                "desk.case.units",
                ["count": String(line.quantity), "of": String(ordered?.quantity ?? line.quantity)]])
        if let new = line.newVariantID {
            let words = model.newVariants[new].map {
                GoodsText(reader: call.reader).options($0.options)
            }
            parts.append(texts["desk.case.newVariant", ["variant": words ?? new.text]])
        }
        if let accepted = line.accepted, let refused = line.refused {
            parts.append(
                call.reader.inspected(accepted: accepted, refused: refused, missing: line.missing))
        }
        if let note = line.inspectionNote { parts.append(note) }
        return parts.joined(separator: " \(texts["goods.separator"]) ")
    }

    private var facts: HTML {
        var facts: [(String, HTML)] = [
            (texts["desk.case.reason"], HTML(escaping: call.words.reason(record.reason, model.pack)))
        ]
        if record.firstReason != record.reason {
            facts.append(
                (
                    texts["desk.case.firstReason"],
                    HTML(escaping: call.words.reason(record.firstReason, model.pack))
                ))
        }
        if let note = record.note { facts.append((texts["desk.case.words"], HTML(escaping: note))) }
        if record.asked.isPositive {
            facts.append((texts["desk.case.asked"], MoneyText(record.asked, call.formatting).body))
        }
        if let agreed = record.agreed {
            facts.append((texts["desk.case.agreed"], MoneyText(agreed, call.formatting).body))
        }
        if let difference = record.settledDifference ?? record.priceDifference {
            facts.append((texts["desk.case.difference"], MoneyText(difference, call.formatting).body))
        }
        if let freight = record.freightClaim {
            facts.append((texts["desk.case.freightClaim"], MoneyText(freight, call.formatting).body))
        }
        facts.append((texts["desk.case.refundTo"], HTML(escaping: destination)))
        return DeskFacts(facts).body
    }

    private var destination: String {
        guard let id = record.refundTo else { return texts["desk.case.original"] }
        return model.customer.method(id).map(call.words.method) ?? id.text
    }

    private var evidence: HTML {
        EvidenceList(items: model.view.parts.evidence, reader: call.reader) { [call] in
            call.personal == .hidden ? nil : "\(call.path)/files/\(QueryText.encoded($0.fileID))"
        }.body
    }
}
