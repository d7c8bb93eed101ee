import Base
import Localisation
import Markup
import Staff
import Web

/// The queue's table with what may be done with every row that is picked.
struct BulkAssignment: Component {
    let colleagues: [StaffMember]
    let table: CaseTable
    let filter: QueueFilter
    let call: DeskCall

    static let form = "assignments"

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        \(table)<form class="bulk" id="\(Self.form)" method="post" \
        action="\(call.path)/assignments\(filter.context)">\(call.seal().hiddenFields)\
        <span class="small">\(texts["desk.bulk.text"])</span>\
        \(AssigneeSelect(colleagues: colleagues, chosen: nil, call: call))\
        \(Button(texts["desk.bulk.assign"]))</form>
        """
    }
}

/// Whom a case is given to: the reader, a colleague, or nobody.
struct AssigneeSelect: Component {
    let colleagues: [StaffMember]
    let chosen: String?
    let call: DeskCall

    static let nobody = "nobody"

    var body: HTML {
        let own = call.principal.actor.id
        let people = colleagues.map { member in
            (
                value: member.id.text,
                label: member.id.text == own ? call.texts["desk.assign.me"] : member.name
            )
        }
        return DeskSelect(
            "to", label: call.texts["desk.assign.to"],
            people + [(value: Self.nobody, label: call.texts["desk.assign.nobody"])], chosen: chosen
        ).body
    }
}
