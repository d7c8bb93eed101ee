import AfterSales
import Base
import Hummingbird
import Web

extension DeskCall {
    /// Where somebody goes on after a step of a case: beside the thread where they took it, else at the case.
    func placeAfterStep(of id: Identifier<Case>) -> String {
        guard let thread else { return place("cases", id) + queueContext }
        return "\(place("conversations", thread))?case=\(id.inPath)#customer-cases"
    }

    /// The page on which a step was refused, with what had been entered.
    func page(of id: Identifier<Case>, refused: RefusedForm) async throws -> Response {
        guard let thread else { return try await CasePageRoutes.page(id, self, refused: refused) }
        return try await ConversationPageRoutes.page(
            thread, self, refused: refused, beside: BesideThread(caseID: id))
    }
}
