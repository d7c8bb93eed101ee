import AfterSales
import Base
import Markup

/// Which parcels travel, and which one is to come.
struct LetterParcels: Component {
    let model: CustomerCaseModel
    let reader: Reader

    var body: HTML {
        let all = model.view.parts.parcels
        return "\(owed)\(if: !all.isEmpty, "<dl class=\"facts\">\(each: all, row)</dl>")"
    }

    /// What inspection turned down comes back, by when.
    private var owed: HTML {
        guard let owed = model.view.parts.goodsBack, owed.sentAt == nil else { return "" }
        let facts = ["units": String(owed.units), "moment": reader.moment(owed.due)]
        return "<p>\(reader["counter.letter.goodsBack", facts])</p>"
    }

    private func row(_ parcel: CaseParcel) -> HTML {
        """
        <dt>\(reader["counter.parcel.\(parcel.direction.rawValue)"])</dt>\
        <dd>\(CarrierWords(reader: reader).name(parcel.carrier)) \
        \(CopyText(parcel.trackingNumber, reader: reader))</dd>
        """
    }
}
