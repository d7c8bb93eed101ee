import Base
import Storage
import Testing

@testable import Staff

struct SecondFactorTests {
    /// RFC 6238, appendix B, the rows for SHA-1.
    @Test(arguments: [
        (Int64(59), "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `the codes are those of the standard`(seconds: Int64, code: String) {
        let password = OneTimePassword(secret: Array("12345678901234567890".utf8))
        let step = OneTimePassword.step(at: Timestamp(milliseconds: seconds * 1000))
        #expect(password.code(of: step, digits: 8) == code)
    }

    /// RFC 4648, 10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `secrets are spelt as apps read them`(plain: String, spelt: String) {
        #expect(Base32.text(Array(plain.utf8)) == spelt)
    }

    @Test func `a code is good for half a minute to either side, and once`() {
        let password = OneTimePassword(secret: Array("12345678901234567890".utf8))
        let now = Timestamp(milliseconds: 1_795_000_000_000)
        let step = OneTimePassword.step(at: now)
        for near in (step - 1)...(step + 1) {
            #expect(password.step(of: password.code(of: near), at: now, after: 0) == near)
            #expect(password.step(of: password.code(of: near), at: now, after: near) == nil)
        }
        for far in [step - 2, step + 2] {
            #expect(password.step(of: password.code(of: far), at: now, after: 0) == nil)
        }
        for wrong in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
            #expect(password.step(of: wrong, at: now, after: 0) == nil)
        }
    }

    @Test func `with an app set up a password opens nothing until the code has come`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.withApp()
        let first = try await world.sessions.signIn(world.form())
        guard case .codeNeeded(let pending) = first else { throw Unexpected() }
        #expect(try await world.sessions.principal(for: pending.token) == nil)
        await #expect(throws: SignInRefusal.secondFactorWrong) {
            try await world.enter("000000", pending)
        }
        let signedIn = try await world.enter(lin.code(at: world.clock.now), pending)
        #expect(signedIn.token != pending.token)
        #expect(try await world.sessions.principal(for: signedIn.token)?.hasSecondFactor == true)
        await #expect(throws: SignInRefusal.signInTooLate) {
            try await world.enter(lin.code(at: world.clock.now), pending)
        }
    }

    @Test func `a code that was used signs nobody else in, and the half-way house closes after ten minutes`()
        async throws
    {
        let world = try await StaffWorld()
        let lin = try await world.withApp()
        let code = lin.code(at: world.clock.now)
        _ = try await world.enter(code, try await world.pending())
        await #expect(throws: SignInRefusal.secondFactorWrong) {
            try await world.enter(code, try await world.pending())
        }
        let late = try await world.pending()
        world.clock.advance(by: .minutes(10))
        await #expect(throws: SignInRefusal.signInTooLate) {
            try await world.enter(lin.code(at: world.clock.now), late)
        }
    }

    @Test func `guessing codes is slowed down, also by somebody who has the password`() async throws {
        let world = try await StaffWorld()
        _ = try await world.withApp()
        for _ in 0..<5 {
            await #expect(throws: SignInRefusal.secondFactorWrong) {
                try await world.enter("000000", try await world.pending())
            }
        }
        await #expect(throws: SignInRefusal.signInThrottled(waitSeconds: 30)) { try await world.pending() }
        world.clock.advance(by: .seconds(30))
        let pending = try await world.pending()
        await #expect(throws: SignInRefusal.secondFactorWrong) { try await world.enter("000000", pending) }
        await #expect(throws: SignInRefusal.signInThrottled(waitSeconds: 60)) {
            try await world.enter("000000", pending)
        }
    }

    @Test func `a recovery code signs in once, however it is typed, and only its hash is kept`() async throws
    {
        let world = try await StaffWorld()
        let lin = try await world.withApp()
        #expect(Set(lin.codes).count == 10)
        let typed = lin.codes[0].uppercased().replacing("-", with: " ")
        _ = try await world.enter(typed, try await world.pending())
        await #expect(throws: SignInRefusal.secondFactorWrong) {
            try await world.enter(lin.codes[0], try await world.pending())
        }
        let kept = try await world.database.read { transaction in
            try transaction.rows("SELECT hash FROM staff_recovery_codes") { try $0.bytes() }
        }
        #expect(kept.count == 9 && kept.allSatisfy { $0.count == 32 })
        let proof = SecondFactorProof(code: lin.codes[1], from: ClientAddress("203.0.113.7"))
        let fresh = try await world.factors.renewCodes(proof, by: lin.principal)
        await #expect(throws: SignInRefusal.secondFactorWrong) {
            try await world.enter(lin.codes[2], try await world.pending())
        }
        _ = try await world.enter(fresh[0], try await world.pending())
    }

    @Test func `setting an app up ends every other session, and the one that asks gets a new token`()
        async throws
    {
        let world = try await StaffWorld()
        _ = try await world.lin()
        let (own, other) = (
            try await world.signIn(world.form()), try await world.signIn(world.form())
        )
        let confirmed = try await world.setUp(own.token)
        for token in [own.token, other.token] {
            #expect(try await world.sessions.principal(for: token) == nil)
        }
        #expect(try await world.sessions.principal(for: confirmed.signedIn.token) != nil)
    }

    @Test func `an app is not replaced unasked; with a code its owner takes it away`() async throws {
        let world = try await StaffWorld()
        let lin = try await world.withApp()
        await #expect(throws: StaffRefusal.secondFactorInUse) {
            try await world.database.write { try world.factors.begin(by: lin.principal, in: $0) }
        }
        let address = ClientAddress("203.0.113.7")
        await #expect(throws: StaffRefusal.secondFactorMismatch) {
            try await world.factors.remove(
                SecondFactorProof(code: "000000", from: address), by: lin.principal)
        }
        try await world.factors.remove(
            SecondFactorProof(code: lin.codes[0], from: address), by: lin.principal)
        _ = try await world.signIn(world.form())
    }

    @Test func `an owner takes away the app of somebody whose telephone is lost, a colleague does not`()
        async throws
    {
        let world = try await StaffWorld()
        let lin = try await world.withApp()
        let id = Identifier<StaffMember>(lin.principal.actor.id)
        let colleague = Principal(actor: Actor(.staff, "U9"), role: .supervisor, shop: StaffWorld.shop)
        await #expect(throws: AccessRefusal.permissionMissing(.staffManage)) {
            try await world.database.write {
                try world.factors.reset(id, of: StaffWorld.shop, by: colleague, in: $0)
            }
        }
        let reset = try await world.database.write {
            try world.factors.reset(id, of: StaffWorld.shop, by: world.owner, in: $0)
        }
        #expect(!reset.hasSecondFactor)
        _ = try await world.signIn(world.form())
        await #expect(throws: StaffRefusal.secondFactorNone) {
            try await world.database.write {
                try world.factors.reset(id, of: StaffWorld.shop, by: world.owner, in: $0)
            }
        }
    }

    @Test func `the link for apps names shop and account, and nothing can be put into it`() {
        let key = SecondFactorKey(
            secret: Array("12345678901234567890".utf8), account: "a&b@x.cn", issuer: "青禾?")
        #expect(key.text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(
            key.link
                == "otpauth://totp/%E9%9D%92%E7%A6%BE%3F:a%26b%40x.cn?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=%E9%9D%92%E7%A6%BE%3F")
    }

    @Test(arguments: [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36",
            "Chrome · Windows"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
            "Safari · iOS"
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0",
            "WeChat · Android"
        ),
        ("<script>alert(1)</script>", ""), ("", ""),
    ])
    func `a device is told by browser and system, and nothing else is kept`(agent: String, name: String) {
        #expect(DeviceName.of(agent) == name)
    }
}

private struct Unexpected: Error {}

/// 林 with an authenticator app.
struct WithApp {
    let principal: Principal
    let codes: [String]
    private let password: OneTimePassword

    init(_ principal: Principal, codes: [String], secret: [UInt8]) {
        self.principal = principal
        self.codes = codes
        password = OneTimePassword(secret: secret)
    }

    func code(at now: Timestamp) -> String { password.code(of: OneTimePassword.step(at: now)) }
}

extension StaffWorld {
    /// Signs in where no code is asked for.
    func signIn(_ form: SignInForm, replacing old: String? = nil) async throws -> SignedIn {
        guard case .signedIn(let signedIn) = try await sessions.signIn(form, replacing: old) else {
            throw Unexpected()
        }
        return signedIn
    }

    /// Signs in as far as the code.
    @discardableResult
    func pending() async throws -> PendingSignIn {
        guard case .codeNeeded(let pending) = try await sessions.signIn(form()) else { throw Unexpected() }
        return pending
    }

    @discardableResult
    func enter(_ code: String, _ pending: PendingSignIn) async throws -> SignedIn {
        try await sessions.signIn(
            with: SignInCode(token: pending.token, code: code, from: ClientAddress("203.0.113.7")))
    }

    func setUp(_ token: String) async throws -> SecondFactorConfirmed {
        let open = try #require(try await sessions.principal(for: token))
        try await database.write { [self] in try factors.begin(by: open.principal, in: $0) }
        let code = try await OneTimePassword(secret: secret()).code(of: OneTimePassword.step(at: clock.now))
        return try await database.write { [self] in try factors.confirm(code, by: open, in: $0) }
    }

    /// 林, half a minute after setting up.
    func withApp() async throws -> WithApp {
        _ = try await lin()
        let confirmed = try await setUp(signIn(form()).token)
        clock.advance(by: .minutes(2))
        return WithApp(
            confirmed.signedIn.principal, codes: confirmed.recoveryCodes, secret: try await secret())
    }

    private func secret() async throws -> [UInt8] {
        try await database.read { [self] transaction in
            let all = try staff.list(of: Self.shop, for: owner, in: transaction)
            let stored = try all.compactMap { try SecondFactorStore(vault).find($0, transaction) }
            return try #require(stored.first).secret
        }
    }
}
