import AsyncHTTPClient
import Base
import Foundation
import Jobs

/// Signs the gallery's readers in.
struct GalleryVisit: Sendable {
    let url: String
    let client: HTTPClient
    let access: DemoAccess
    let services: Services

    func readers() async throws -> GalleryReaders {
        var readers = GalleryReaders(GalleryBrowser(url: url, client: client))
        let customers: [(GalleryPlace.Reader, String)] = [
            (.customer, DemoShop.customer), (.newcomer, "C-none"), (.applicant, try GalleryGoods().customer),
        ]
        for (reader, customer) in customers {
            let link = try access.signedLink(to: customer, at: services.clock.now())
            try await readers.enter(reader, "/s/\(DemoShop.shop)/enter?\(link)")
        }
        for (reader, role) in [(GalleryPlace.Reader.staff, Role.owner), (.viewer, .viewer)] {
            guard let person = access.people.first(where: { $0.role == role }) else { continue }
            try await readers.signIn(reader, "/desk/\(DemoShop.shop)/sign-in", person.email, person.password)
        }
        return readers
    }
}

/// Everybody who looks, each with a session of their own.
struct GalleryReaders: Sendable {
    var language = Language.simplified
    private var browsers: [GalleryPlace.Reader: GalleryBrowser] = [:]
    private let stranger: GalleryBrowser

    init(_ stranger: GalleryBrowser) { self.stranger = stranger }

    mutating func enter(_ reader: GalleryPlace.Reader, _ link: String) async throws {
        let page = try await visit(link, as: reader)
        guard page.status == 303 else { throw GalleryFailure(place: link, says: "answered \(page.status)") }
    }

    mutating func signIn(
        _ reader: GalleryPlace.Reader, _ door: String, _ email: String, _ password: String
    ) async throws {
        var browser = stranger
        let page = try await browser.submit(
            try await browser.get(door), to: "/sign-in", ["signIn.email": email, "signIn.password": password])
        guard page.status == 303 else { throw GalleryFailure(place: door, says: "answered \(page.status)") }
        browsers[reader] = browser
    }

    mutating func page(_ place: GalleryPlace) async throws -> GalleryBrowser.Page {
        let page = try await visit(place.path, as: place.reader)
        guard page.status == place.status else {
            throw GalleryFailure(place: place.path, says: "answered \(page.status), not \(place.status)")
        }
        return page
    }

    mutating func picture(_ path: String, for reader: GalleryPlace.Reader) async throws -> [UInt8] {
        try await visit(path.replacing("&amp;", with: "&"), as: reader).bytes
    }

    private mutating func visit(
        _ path: String, as reader: GalleryPlace.Reader
    ) async throws -> GalleryBrowser.Page {
        var browser = browsers[reader] ?? stranger
        browser.language = language
        let page = try await browser.get(path)
        browsers[reader] = browser
        return page
    }
}
