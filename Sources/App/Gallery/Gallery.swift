import AfterSales
import AsyncHTTPClient
import Base
import Customers
import Foundation
import Jobs
import Localisation
import Logging
import Markup
import Payments
import Storage
import Synchronization
import Web

/// Every page in every state as static files, for looking at: a demo shop is opened in a temporary directory, cases are
/// walked into every state as their people would, and each page is asked for through the real server.
public struct Gallery: Sendable {
    private let directory: URL
    private let logger: Logger

    /// - Parameter directory: what lies in it under the same names is replaced.
    public init(to directory: URL, logger: Logger) {
        self.directory = directory
        self.logger = logger
    }

    /// - Returns: the names of the pages that were written, in each language.
    /// - Throws: when a page is not answered as it should be.
    @discardableResult
    public func write() async throws -> [String] {
        let data = FileManager.default.temporaryDirectory.appending(
            path: "huitou-gallery-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: data) }  // it is temporary anyway
        let pages = Mutex<[String]>([])
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
        // Nothing of it is needed any more, however it ends.
        defer { client.shutdown { _ in } }
        let demo = DemoShop(configuration: Self.configuration(data), logger: logger)
        try await demo.serve(during: { url, access, services in
            let ids = try await seed(url, access, services)
            let made = try await DemoAccess.load(from: data, services)
            let names = try await save(
                GalleryVisit(url: url, client: client, access: made, services: services), ids)
            pages.withLock { $0 = names }
        })
        return pages.withLock { $0 }
    }

    private static func configuration(_ data: URL) -> Configuration {
        var configuration = Configuration()
        configuration.dataDirectory = data
        configuration.port = 0
        configuration.isSandbox = true
        configuration.provider = .simulated
        (configuration.addressBurst, configuration.keyBurst) = (100_000, 100_000)
        return configuration
    }

    private func seed(
        _ url: String, _ access: DemoAccess, _ services: Services
    ) async throws -> [String: String] {
        let goods = try GalleryGoods()
        let seed = DemoSeed(services: services, access: access, url: url, more: goods.lines(GalleryWay.all))
        let ids = try await seed.run()
        var silence = SimulatedProvider.Behaviour()
        silence.lostAfterBasisPoints = 10_000
        services.provider?.behave(silence)
        return try await seed.play(goods.unsettled(GalleryWay.all), now: services.clock.now(), known: ids)
    }

    private func save(_ visit: GalleryVisit, _ ids: [String: String]) async throws -> [String] {
        let arrived = try await arrived(ids, visit.services)
        let places = GalleryPlace.counter + GalleryPlace.cases(arrived) + GalleryPlace.desks
        let known = Dictionary(places.map { ($0.path, $0.name + ".html") }) { first, _ in first }
        let folder = GalleryFolder(directory: directory, known: known)
        try folder.prepare()
        var readers = try await visit.readers()
        for language in Language.allCases {
            readers.language = language
            for place in places {
                let page = try await readers.page(place)
                try folder.write(folder.still(page.text), "\(language.rawValue)/\(place.name).html")
                for picture in folder.pictures(in: page.text) {
                    let bytes = try await readers.picture(picture, for: place.reader)
                    try folder.write(bytes, GalleryFolder.name(of: picture))
                }
            }
            for (name, page) in GalleryProblems(texts: visit.services.texts(language)).pages {
                try folder.write(folder.still(page.text), "\(language.rawValue)/\(name).html")
            }
        }
        let all = places + GalleryProblems.places
        try folder.write(GalleryIndex(places: all).list.text, "index.html")
        for language in Language.allCases {
            try folder.write(
                GalleryIndex(places: all).sheet(language).text, "\(language.rawValue)/index.html")
        }
        return all.map(\.name)
    }

    /// The cases that stand where their way leads: a policy may have decided on the way there.
    private func arrived(_ ids: [String: String], _ services: Services) async throws -> [String: String] {
        var filter = CaseFilter()
        filter.customerID = Identifier(try GalleryGoods().customer)
        filter.limit = GalleryWay.all.count
        let cases = try await services.database.read { [filter] in
            try services.afterSales.queue(filter, in: DemoShop.shop, $0).items
        }
        let states = Dictionary(uniqueKeysWithValues: cases.map { ($0.id.text, $0.state) })
        return ids.filter { name, id in
            GalleryWay.all.contains { $0.name == name && $0.state == states[id] }
        }
    }
}
