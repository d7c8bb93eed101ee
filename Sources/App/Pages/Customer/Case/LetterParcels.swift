import AfterSales
import Base
import Markup

/// Which parcels travel.
struct LetterParcels: Component {
    let model: CustomerCaseModel
    let reader: Reader

    var body: HTML {
        let all = model.view.parts.parcels
        return all.isEmpty ? "" : "<dl class=\"facts\">\(each: all, row)</dl>"
    }

    private func row(_ parcel: CaseParcel) -> HTML {
        """
        <dt>\(reader["counter.parcel.\(parcel.direction.rawValue)"])</dt>\
        <dd>\(CarrierWords(reader: reader).name(parcel.carrier)) \
        \(CopyText(parcel.trackingNumber, reader: reader))</dd>
        """
    }
}
