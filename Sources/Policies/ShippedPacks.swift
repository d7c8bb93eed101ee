import Base
import Foundation

/// The packs that come with the program, by name. A shop starts from one of them and may edit its copy.
public enum ShippedPacks {
    public static let names = ["seven-day", "pinduoduo-like", "retail-simple"]

    /// The pack as it is written, with the sources of its figures as comments.
    /// - Throws: `PolicyRefusal.policyUnknownPack`; `PolicyFailure.packLost` when the installation is incomplete.
    public static func text(_ name: String) throws -> String {
        guard names.contains(name) else { throw PolicyRefusal.policyUnknownPack(name: name) }
        guard let url = Bundle.module.url(forResource: name, withExtension: "yaml", subdirectory: "Packs")
        else {
            throw PolicyFailure.packLost(name: name)
        }
        return try String(contentsOf: url, encoding: .utf8)
    }

    /// The pack, read and checked, as version 1.
    public static func load(_ name: String, in currency: Currency = .cny) throws -> PolicyPack {
        try PackReader.read(try text(name), in: currency)
    }
}
