import Base
import Staff

/// The demo's people at their desks: each signs in once, and again when the session has ended meanwhile.
actor DemoSeats {
    private let services: Services
    private let people: [DemoAccess.Person]
    private var tokens: [Role: String] = [:]

    init(services: Services, people: [DemoAccess.Person]) {
        self.services = services
        self.people = people
    }

    /// The session of whoever has the role; nil where nobody has it, or a second step is asked for.
    func token(of role: Role) async throws -> String? {
        if let token = tokens[role] { return token }
        guard let person = people.first(where: { $0.role == role }) else { return nil }
        let step = try await services.sessions.signIn(
            SignInForm(
                shop: role == .platform ? .platform : DemoShop.shop, email: person.email,
                password: person.password, from: ClientAddress(services.configuration.host)))
        guard case .signedIn(let signedIn) = step else { return nil }
        tokens[role] = signedIn.token
        return signedIn.token
    }

    func leave(_ role: Role) { tokens[role] = nil }
}
