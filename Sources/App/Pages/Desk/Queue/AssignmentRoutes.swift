import AfterSales
import Base
import Hummingbird
import Localisation
import Policies
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | /desk/:shop/assignments | casesDecide | nothingPicked, assigneeUnknown, caseOfColleague |
struct AssignmentRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let assignment = CaseAssignment(services: services)
        router.desk(.post, "assignments", services, may: .casesDecide) { call in
            let filter = try QueueFilter(Query(call.request))
            return try await call.submit(BulkAssignment.form) { form, transaction in
                let picked = form.form.all("case")
                guard !picked.isEmpty else {
                    throw InputRefusal("nothingPicked", at: "/case", kind: .unprocessable)
                }
                for id in picked.prefix(Limits.pageItems) {
                    _ = try assignment.assign(
                        Identifier(id), to: Self.assignee(form.form), by: call.principal, in: call.shop,
                        transaction)
                }
                return filter.link(call.path)
            } refused: { refused in
                let status = HTTPResponse.Status(code: refused.problem.status)
                return try await call.page(call.texts["desk.way.cases"], .cases, status) {
                    QueuePage(
                        model: try QueueModel(filter, call, $0), filter: filter, call: call,
                        problem: refused.problem
                    ).body
                }
            }
        }
    }

    /// What `AssigneeSelect` sent; nil: nobody.
    static func assignee(_ form: FormBody) throws -> String? {
        guard let text = try form.text("to", upTo: Limits.idBytes), text != AssigneeSelect.nobody else {
            return nil
        }
        return text
    }
}
