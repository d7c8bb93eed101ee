import Base
import Crypto
import Foundation
import Staff

/// Keys and passwords of a demo, made once and kept beside its data, so that every start can print them.
struct DemoAccess: Sendable {
    struct Person: Sendable {
        let email: String
        let name: String
        let role: Role
        let password: String
    }

    let rootKey: String
    let linkSecret: String
    let people: [Person]
    private(set) var apiKey: String
    private let file: URL

    static func load(from directory: URL, _ services: Services) async throws -> DemoAccess {
        let file = directory.appending(path: "demo-access.json")
        if let data = FileManager.default.contents(atPath: file.path) {
            return try DemoAccess(JSONParser.parse(Array(data)), file)
        }
        func secret(_ bytes: Int) -> String {
            services.outside.bytes(bytes).map { String($0 % 36, radix: 36) }.joined()
        }
        let access = DemoAccess(
            rootKey: services.configuration.rootKey ?? "root" + secret(24), linkSecret: secret(32),
            password: { secret(12) }, file: file)
        _ = try await services.keys.installRootKey(access.rootKey)
        try access.save()
        return access
    }

    private init(rootKey: String, linkSecret: String, password: () -> String, file: URL) {
        self.rootKey = rootKey
        self.linkSecret = linkSecret
        self.file = file
        apiKey = ""
        people = [
            Person(email: "shen@yanyu.example", name: "沈檐", role: .owner, password: password()),
            Person(email: "zhou@yanyu.example", name: "周主管", role: .supervisor, password: password()),
            Person(email: "lin@yanyu.example", name: "林小满", role: .agent, password: password()),
            Person(email: "cai@yanyu.example", name: "蔡会计", role: .viewer, password: password()),
            Person(email: "platform@huitou.example", name: "平台值班", role: .platform, password: password()),
        ]
    }

    private init(_ value: JSONValue, _ file: URL) throws {
        var reader = try JSONReader(value)
        rootKey = try reader.string("rootKey")
        linkSecret = try reader.string("linkSecret")
        apiKey = try reader.string("apiKey")
        people = try reader.objects("people", in: 1...10).map {
            var person = $0
            return Person(
                email: try person.string("email"), name: try person.string("name"),
                role: try person.choice("role", of: Role.self), password: try person.string("password"))
        }
        self.file = file
    }

    mutating func keep(apiKey: String) throws {
        self.apiKey = apiKey
        try save()
    }

    /// The query of a link as the shop's own site would make it for a customer who is signed in there.
    func signedLink(to customer: String, at now: Timestamp) throws -> String {
        let expires = now.milliseconds / 1000 + 14 * 60
        let text = "\(DemoShop.shop)\n\(customer)\n\(expires)"
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(text.utf8), using: SymmetricKey(data: Array(linkSecret.utf8)))
        let hex = code.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
        return "customer=\(customer)&expires=\(expires)&signature=\(hex)"
    }

    private func save() throws {
        let value: JSONValue = [
            "rootKey": .string(rootKey), "linkSecret": .string(linkSecret), "apiKey": .string(apiKey),
            "people": .array(
                people.map { person in
                    [
                        "email": .string(person.email), "name": .string(person.name),
                        "role": .string(person.role.rawValue), "password": .string(person.password),
                    ]
                }),
        ]
        try Data(value.bytes).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
}
