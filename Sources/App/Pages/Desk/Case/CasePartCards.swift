import AfterSales
import Base
import Localisation
import Markup
import Web

/// What both sides have proposed.
struct CaseOffersCard: Component {
    let model: CaseModel
    let call: DeskCall

    var body: HTML {
        """
        <section class="card"><div class="card-head">\
        <h2 class="card-quiet">\(call.texts["desk.case.offers"])</h2></div>\
        <ol class="rules">\(each: model.offers.reversed(), item)</ol></section>
        """
    }

    private func item(_ item: CaseOffer) -> HTML {
        let offer = item.offer
        let tone: Tone? = offer.state == .accepted ? .good : offer.state == .open ? .warn : nil
        return """
            <li class="rule"><p class="row">\
            <span class="rule-says">\(call.words.offer(offer.kind, offer.amount))</span>\
            \(StatusChip(call.texts["offer.state.\(offer.state.rawValue)"], tone))</p>\
            \(offer.note.map { "<p>\($0)</p>" as HTML })\
            <p class="small faint">\(item.who) · \(call.formatting.moment(offer.at, now: model.now))</p></li>
            """
    }
}

/// Goods that inspection turned down, until they are sent back.
struct CaseGoodsBackCard: Component {
    let owed: GoodsBack
    let model: CaseModel
    let call: DeskCall

    var body: HTML {
        let facts = [
            "units": String(owed.units), "moment": call.formatting.moment(owed.due, now: model.now),
        ]
        return """
            <section class="card"><div class="card-head">\
            <h2 class="card-quiet">\(call.texts["desk.case.goodsBack"])</h2>\
            \(if: owed.isLate, StatusChip(call.texts["desk.case.goodsBack.late"], .bad).body)</div>\
            <p>\(call.texts["desk.case.goodsBack.until", facts])</p></section>
            """
    }
}

/// Parcels of the case, both ways.
struct CaseParcelsCard: Component {
    let model: CaseModel
    let call: DeskCall

    var body: HTML {
        """
        <section class="card"><div class="card-head">\
        <h2 class="card-quiet">\(call.texts["desk.case.parcels"])</h2>\
        </div><ol class="rules">\(each: model.view.parts.parcels.reversed(), item)</ol></section>
        """
    }

    private func item(_ parcel: CaseParcel) -> HTML {
        """
        <li class="rule"><p class="rule-says">\(call.texts["desk.parcel.\(parcel.direction.rawValue)"])</p>\
        <p><span>\(call.words.carrier(parcel.carrier))</span> <span class="number">\(parcel.trackingNumber)\
        </span></p>\
        <p class="small faint">\(call.formatting.moment(parcel.at, now: model.now))</p></li>
        """
    }
}

/// What was written with the case: to the customer, or among colleagues.
struct CaseNotesCard: Component {
    let model: CaseModel
    let call: DeskCall

    var body: HTML {
        """
        <section class="card"><div class="card-head">\
        <h2 class="card-quiet">\(call.texts["desk.case.notes"])</h2></div>\
        <ol class="rules">\(each: model.notes.reversed(), item)</ol></section>
        """
    }

    private func item(_ item: CaseRemark) -> HTML {
        """
        <li class="rule"><p>\(item.note.text)</p><p class="row small faint"><span>\(item.who) · \
        \(call.formatting.moment(item.note.at, now: model.now))</span>\
        \(if: item.note.isInternal, StatusChip(call.texts["desk.note.internal"]).body)</p></li>
        """
    }
}
