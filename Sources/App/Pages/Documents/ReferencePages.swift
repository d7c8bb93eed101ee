import Base
import Localisation
import Markup
import Synchronization
import Web

/// The reference's pages in each language, drawn when they are first asked for and kept.
final class ReferencePages: Sendable {
    enum Page: Hashable, Sendable { case operations, problems }

    private struct Name: Hashable {
        let page: Page
        let language: Language
    }

    private let texts: Texts
    private let document: [UInt8]
    private let drawn = Mutex<[Name: HTML]>([:])

    /// - Parameter document: the OpenAPI document.
    init(document: [UInt8], texts: Texts) {
        self.document = document
        self.texts = texts
    }

    /// - Throws: `InputRefusal` when the document is not JSON, which a test rules out.
    func html(_ page: Page, in language: Language) throws -> HTML {
        let name = Name(page: page, language: language)
        if let known = drawn.withLock({ $0[name] }) { return known }
        let html = draw(page, try APIDocument(document), texts(language))
        drawn.withLock { $0[name] = html }
        return html
    }

    private func draw(_ page: Page, _ document: APIDocument, _ texts: TextTable) -> HTML {
        switch page {
        case .operations: APIPage(document: document, texts: texts).body
        case .problems: ProblemCodesPage(document: document, texts: texts).body
        }
    }
}
