import Base
import Foundation
import Staff
import Vault
import Web

/// What somebody looks for: words, or a name with its postal code. It may be a person's name or telephone number, so that
/// it travels in forms; in the address of a page of results it stands sealed, for whoever asked alone.
struct SearchWords: Sendable {
    let words: String?
    let name: SearchedName?

    private static let parameter = "s"

    init(_ form: FormBody) throws {
        try self.init { try form.text($0, upTo: Limits.searchCharacters) }
    }

    /// From an address: a number, as pages link to what has it, or what a form asked for.
    init(_ query: Query, _ call: DeskCall) throws {
        let asked = try query.text(Self.parameter, upTo: 4_000).flatMap { Self.opened($0, call) }
        try self.init { part in try asked?[part]?.string ?? query.text(part, upTo: Limits.searchCharacters) }
    }

    private init(_ part: (String) throws -> String?) throws {
        let words = try part("q")?.trimmingCharacters(in: .whitespaces)
        self.words = words.flatMap { $0.isEmpty ? nil : $0 }
        name = try SearchedName(part)
    }

    var isAsked: Bool { words != nil || name != nil }

    /// The page of results.
    func place(_ call: DeskCall) throws -> String {
        QueryText.address("\(call.path)/search", [Self.parameter: try isAsked ? sealed(call) : nil])
    }

    private func sealed(_ call: DeskCall) throws -> String {
        let parts: JSONValue = .object([
            "q": words.map { .string($0) }, "given": name.map { .string($0.given) },
            "family": name.map { .string($0.family) }, "postalCode": name.map { .string($0.postalCode) },
        ])
        let sealed = try call.services.vault.seal(Array(parts.text.utf8), for: Self.holder(call))
        return Data(sealed).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static func opened(_ text: String, _ call: DeskCall) -> JSONValue? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
        guard let sealed = Data(base64Encoded: plain + padding) else { return nil }
        // An address of somebody else, or older than the key that sealed it, asks for nothing.
        return try? JSONParser.parse(call.services.vault.open(Array(sealed), for: holder(call)))
    }

    private static func holder(_ call: DeskCall) -> SealedPlace {
        let actor = call.principal.actor
        return SealedPlace("desk.search", "\(actor.kind.rawValue) \(actor.id)", of: call.shop.id)
    }
}
