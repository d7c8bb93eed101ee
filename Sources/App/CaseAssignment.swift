import AfterSales
import Base
import Staff
import Storage

/// Giving a case to somebody, for pages and API alike. A case that is free may be taken and one's own handed on
/// or put back; whatever else needs `casesAssign`.
struct CaseAssignment: Sendable {
    let services: Services

    /// - Parameter assignee: the id of a member of staff; nil: nobody.
    /// - Throws: `caseUnknown`, `caseMovedOn`; `assigneeUnknown`, `caseOfColleague`.
    func assign(
        _ id: Identifier<Case>, to assignee: String?, by principal: Principal, version: Int? = nil,
        in shop: ShopProfile, _ transaction: Transaction
    ) throws -> Case {
        let desk = services.afterSales
        let taker = StepTaker(principal, version: version)
        let own = principal.actor.id
        let holder = try desk.view(id, for: taker, in: shop, transaction).record.assignee
        let isOwnToGive = holder == own || (holder == nil && assignee == own)
        guard isOwnToGive || principal.role.may(.casesAssign) else {
            throw AssignmentRefusal.caseOfColleague
        }
        if let assignee, assignee != own {
            try Assignees(staff: services.staff).check(
                assignee, may: .casesDecide, at: "/assignee", in: shop.id, transaction)
        }
        return try desk.assign(id, to: assignee, by: taker, in: shop, transaction)
    }
}

/// What can be wrong with giving work to somebody.
enum AssignmentRefusal: Refusal, Equatable {
    /// Nobody of the shop who does such work has the id that stands in this field.
    case assigneeUnknown(String)
    /// A colleague has it, and the caller may not take it from them.
    case caseOfColleague
    case conversationOfColleague
    /// Neither asked of the caller nor by them.
    case taskOfColleague

    var code: String {
        switch self {
        case .assigneeUnknown: "assigneeUnknown"
        case .caseOfColleague: "caseOfColleague"
        case .conversationOfColleague: "conversationOfColleague"
        case .taskOfColleague: "taskOfColleague"
        }
    }

    var kind: RefusalKind {
        switch self {
        case .assigneeUnknown: .unprocessable
        case .caseOfColleague, .conversationOfColleague, .taskOfColleague: .forbidden
        }
    }

    var field: String? {
        switch self {
        case .assigneeUnknown(let field): field
        case .caseOfColleague, .conversationOfColleague, .taskOfColleague: nil
        }
    }
}
