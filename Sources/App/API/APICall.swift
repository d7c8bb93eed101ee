import Base
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// A call to a shop's API, with whoever calls checked, and how its command or read is run.
protocol APICall: Sendable {
    var services: Services { get }
    var request: Request { get }
    var context: WebContext { get }
    var principal: Principal { get }
    var record: ShopRecord { get }
}

extension APICall {
    var shop: ShopProfile { record.profile }
    var texts: TextTable { services.texts(context.language) }
    /// The path of the shop's API, for `Location` headers.
    var path: String { "/v1/shops/\(shop.id)" }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await services.database.read(body)
    }

    /// Reads the JSON body, then runs the command once under its idempotency key, in one transaction.
    func command<Input: Sendable>(
        _ parse: (inout JSONReader) throws -> Input,
        _ body: @escaping @Sendable (Input, Transaction) throws -> Answer
    ) async throws -> Response {
        let json = try await JSONBody.read(request)
        let call = try IdempotentCall(request, json, by: principal, in: shop.id, context)
        var reader = try json.reader()
        let input = try parse(&reader)
        try reader.finish()
        return try await services.commands.run(call) { try body(input, $0) }
    }

    /// Reads the JSON body of a call that stores nothing.
    func body<Input>(_ parse: (inout JSONReader) throws -> Input) async throws -> Input {
        let json = try await JSONBody.read(request)
        var reader = try json.reader()
        let input = try parse(&reader)
        try reader.finish()
        return input
    }
}
