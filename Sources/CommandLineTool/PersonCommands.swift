import App
import ArgumentParser
import Base
import Foundation

/// Gives a person what is kept of them.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write all that is kept of one customer or visitor as JSON.",
        discussion: "Example:\n  huitou export --shop tea mei > mei.json")

    @Option(help: "The shop's id.") var shop: String
    @OptionGroup var data: DataOptions
    @Argument(help: "The customer's id, or a visitor's.") var customer: String

    func run() async throws {
        let services = try await data.open()
        let document = try await PersonRights(services, in: ShopID(shop)).export(customer)
        try await services.close()
        print(document.text)
    }
}

/// Erases what is kept of a person.
struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase a customer's or visitor's data for good.",
        discussion: """
            The customer's key is destroyed, so that nothing sealed with it can be read again, in no backup either. Orders,
            cases and the books stay and name nobody. It is refused while a case, a complaint or an order that was not
            sent waits. Of a visitor, whose id begins with ~, nothing stays.

            Who was erased stands in huitou.erasures beside the key file, by ids. Keep it with the key file: it erases
            them again once an older backup is put in place.

            Example:
              huitou erase --shop tea --reason request mei
              huitou erase --shop tea --reason request '~01M813C9T4N7R2W5XEK8J3HZQA'
            """)

    @Option(help: "The shop's id.") var shop: String
    @Option(help: "request, consent, retention or other.") var reason: String
    @OptionGroup var data: DataOptions
    @Argument(help: "The customer's id, or a visitor's.") var customer: String

    func validate() throws {
        guard PersonRights.reasons.contains(reason) else {
            throw ValidationError("--reason is \(PersonRights.reasons.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let services = try await data.open()
        let moment = try await PersonRights(services, in: ShopID(shop)).erase(customer, because: reason)
        try await services.close()
        Terminal.note("\(customer) was erased at \(moment)")
    }
}
