import AfterSales
import Base
import Hummingbird
import Localisation
import Policies
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | policy, policy?version= | policyRead | policyUnknownVersion |
/// | GET | policy/versions, policy/draft | policyRead | policyNoDraft |
/// | PUT | policy/draft | policyEdit | packInvalid with every fault and its line |
/// | POST | policy/publication | policyPublish | policyNoDraft |
/// | POST | policy/rehearsals | policyRead | packInvalid |
struct PolicyRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let (services, desk) = (services, services.policies)
        router.shop(
            .get, "policy", services, may: .policyRead,
            query: ["version"]
        ) { call in
            let version = try call.query.int("version", in: 1...Int(Int32.max))
            return .json(
                try await call.read { transaction in
                    let pack =
                        try version.map { try desk.pack(of: call.shop, version: $0, in: transaction) }
                        ?? desk.current(of: call.shop, in: transaction)
                    return Self.json(
                        pack, try desk.text(of: call.shop.id, version: pack.version, in: transaction))
                })
        }
        router.shop(.get, "policy/versions", services, may: .policyRead) { call in
            let versions = try await call.read { try desk.versions(of: call.shop.id, in: $0) }
            return .list(Page(items: versions, next: nil)) { version in
                [
                    "version": JSONValue(version.version), "name": .string(version.name),
                    "publishedAt": JSONValue(version.publishedAt),
                ]
            }
        }
        router.shop(.get, "policy/draft", services, may: .policyRead) { call in
            guard let draft = try await call.read({ try desk.draft(of: call.shop.id, in: $0) }) else {
                throw PolicyRefusal.policyDraftUnknown
            }
            return .json(["yaml": .string(draft.yaml), "savedAt": JSONValue(draft.savedAt)])
        }
        router.shop(.put, "policy/draft", services, may: .policyEdit) { call in
            let yaml = try await Self.yaml(call)
            return try await Self.namingFaults(call) {
                let draft = try await services.database.write(in: call.shop.id) {
                    try desk.saveDraft(yaml, for: call.shop, by: call.principal.actor, in: $0)
                }
                return .json(["yaml": .string(draft.yaml), "savedAt": JSONValue(draft.savedAt)])
            }
        }
        router.shop(.post, "policy/publication", services, may: .policyPublish) { call in
            try await call.command({ _ in }) { _, transaction in
                let pack = try desk.publish(for: call.shop, by: call.principal.actor, in: transaction)
                return .created(
                    ["name": .string(pack.name), "version": JSONValue(pack.version)],
                    at: "\(call.path)/policy?version=\(pack.version)")
            }
        }
        router.shop(.post, "policy/rehearsals", services, may: .policyRead) { call in
            let input = try await call.body { reader in
                (
                    yaml: try reader.optionalString("yaml", upTo: Limits.packBytes),
                    since: try reader.optionalString("since", upTo: 16) ?? "30d"
                )
            }
            guard let since = Span(input.since) else {
                throw InputRefusal("fieldWrongType", at: "/since", ["expected": "30d, 48h"])
            }
            return try await Self.namingFaults(call) {
                .json(
                    try await call.read { transaction in
                        let yaml = try input.yaml ?? desk.draft(of: call.shop.id, in: transaction)?.yaml
                        guard let yaml else { throw PolicyRefusal.policyNoDraft }
                        let rehearsal = try services.afterSales.rehearse(
                            PackReader.read(yaml, in: call.shop.currency), since: transaction.now - since,
                            in: call.shop, transaction)
                        return RehearsalPayload(currency: call.shop.currency).json(rehearsal)
                    })
            }
        }
    }

    /// A pack that cannot be read is refused with every fault, each with its line.
    private static func namingFaults(
        _ call: ShopCall, _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as PackRefusal {
            let problem = Problem(refusal, call.texts)
            let faults = refusal.faults.map { fault -> JSONValue in
                [
                    "line": JSONValue(fault.line), "column": JSONValue(fault.column),
                    "path": .string(fault.path),
                    "code": .string(fault.code.rawValue),
                    "detail": .string(call.texts["packFault.\(fault.code.rawValue)", fault.arguments]),
                ]
            }
            var response = Response.json(
                problem.json.adding(["faults": .array(faults)]), HTTPResponse.Status(code: problem.status))
            response.headers[.contentType] = "application/problem+json"
            return response
        }
    }

    /// The body is YAML as it is, or JSON with the text in `yaml`.
    private static func yaml(_ call: ShopCall) async throws -> String {
        if call.request.headers[.contentType]?.contains("json") == true {
            return try await call.body { try $0.string("yaml", upTo: Limits.packBytes) }
        }
        let bytes = try await call.request.bytes(upTo: Limits.packBytes)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw WebRefusal.requestInvalid }
        return text
    }

    static func json(_ pack: PolicyPack, _ text: String) -> JSONValue {
        [
            "name": .string(pack.name), "version": JSONValue(pack.version),
            "title": .object(
                Language.allCases.map { JSONValue.Member($0.rawValue, .string(pack.title[$0])) }),
            "kinds": JSONValue(pack.kinds.keys.map(\.rawValue).sorted()),
            "reasons": .array(
                pack.reasons.map { reason in
                    [
                        "code": .string(reason.code),
                        "says": .object(
                            Language.allCases.map { JSONValue.Member($0.rawValue, .string(reason.says[$0])) }),
                        "fault": .string(reason.fault.rawValue), "quality": .bool(reason.quality),
                        "evidence": JSONValue(reason.evidence.map(\.rawValue).sorted()),
                        "returnFreight": .string(reason.returnFreight.rawValue),
                        "kinds": JSONValue(reason.kinds.map(\.rawValue).sorted()),
                        "during": .object(during(reason)),
                    ]
                }), "yaml": .string(text),
        ]
    }
}

extension PolicyRoutes {
    /// Of kinds that are asked for with it in some of the order's states only.
    private static func during(_ reason: ReasonPolicy) -> [JSONValue.Member] {
        CaseKind.allCases.compactMap { kind in
            reason.during[kind].map { during in
                JSONValue.Member(
                    kind.rawValue, JSONValue(OrderStatus.allCases.filter(during.contains).map(\.rawValue)))
            }
        }
    }
}

/// What a rehearsal found.
struct RehearsalPayload {
    let currency: Currency

    func json(_ rehearsal: Rehearsal) -> JSONValue {
        [
            "cases": JSONValue(rehearsal.cases), "changed": JSONValue(rehearsal.changed),
            "approvedBefore": JSONValue(Money(rehearsal.approvedBefore, currency)),
            "approvedAfter": JSONValue(Money(rehearsal.approvedAfter, currency)),
            "difference": JSONValue(Money(rehearsal.approvedAfter - rehearsal.approvedBefore, currency)),
            "differences": .array(
                rehearsal.differences.map { difference in
                    [
                        "caseId": JSONValue(difference.caseID), "kind": .string(difference.kind.rawValue),
                        "before": json(difference.before), "after": json(difference.after),
                    ]
                }),
        ]
    }

    private func json(_ verdict: CasePolicy.Verdict) -> JSONValue {
        [
            "outcome": .string(verdict.outcome.rawValue), "amount": JSONValue(verdict.amount),
            "rules": JSONValue(verdict.findings.map(\.id)),
        ]
    }
}
