import Base

/// The requests that must be refused, by what they are about.
extension BadInput {
    private static func post(_ path: String, _ body: String, _ status: Int, _ code: String) -> BadInput {
        BadInput(path: path, body: Array(body.utf8), status: status, code: code)
    }

    private static func settings(_ body: String, _ status: Int, _ code: String) -> BadInput {
        BadInput(
            method: "PATCH", path: "settings", body: Array(body.utf8), key: nil, status: status, code: code)
    }

    private static func get(_ path: String, _ status: Int, _ code: String, by: By = .root) -> BadInput {
        BadInput(method: "GET", path: path, type: nil, key: nil, by: by, status: status, code: code)
    }

    /// The application with one member said otherwise, or one more.
    private static func application(_ name: String, _ value: String) -> String {
        let members = application("o1").members.filter { $0.name != name }.map {
            "\"\($0.name)\":\($0.value.text)"
        }
        return "{" + (members + ["\"\(name)\":\(value)"]).joined(separator: ",") + "}"
    }

    static let syntax: [BadInput] = [
        post("cases", "{", 400, "jsonMalformed"), post("cases", "{\"orderId\":}", 400, "jsonMalformed"),
        post("cases", "{} {}", 400, "jsonMalformed"),
        post("cases", "{\"a\":1,\"a\":2}", 400, "jsonMalformed"),
        post("cases", "{\"a\":01}", 400, "jsonMalformed"), post("cases", "{'a':1}", 400, "jsonMalformed"),
        post("cases", "NaN", 400, "jsonMalformed"), post("cases", "[]", 400, "fieldWrongType"),
        post("cases", "null", 400, "fieldWrongType"), post("cases", "\"x\"", 400, "fieldWrongType"),
        post("cases", "", 400, "fieldMissing"),
        BadInput(
            path: "cases", body: Array("{\"note\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8), status: 400,
            code: "jsonMalformed"),
        BadInput(path: "cases", body: [0xFF, 0xFE, 0x7B, 0x00], status: 400, code: "jsonMalformed"),
        post("cases", "{\"note\":\"\\ud800\"}", 400, "jsonMalformed"),
        post(
            "cases", String(repeating: "[", count: 40) + String(repeating: "]", count: 40), 400, "jsonTooDeep"
        ),
        post("cases", String(repeating: "{\"a\":", count: 100_000), 400, "jsonTooDeep"),
        post(
            "cases", "{\"note\":\"" + String(repeating: "x", count: Limits.bodyBytes) + "\"}", 413,
            "bodyTooLarge"),
        BadInput(
            path: "cases", body: Array(application("o1").bytes), type: "text/plain", status: 415,
            code: "unsupportedMediaType"),
        BadInput(
            path: "cases", body: Array(application("o1").bytes), type: nil, status: 415,
            code: "unsupportedMediaType"),
        BadInput(
            path: "cases", body: Array(application("o1").bytes), type: "application/xml; charset=utf-8",
            status: 415, code: "unsupportedMediaType"),
    ]

    static let fields: [BadInput] = [
        post("cases", application("surprise", "1"), 400, "fieldUnknown"),
        post("cases", application("orderId", "1"), 400, "fieldWrongType"),
        post("cases", application("orderId", "\"\""), 400, "fieldNotAnID"),
        post("cases", application("orderId", "\"a b\""), 400, "fieldNotAnID"),
        post(
            "cases", application("orderId", "\"\(String(repeating: "o", count: 129))\""), 400, "fieldTooLong"),
        post("cases", application("kind", "\"refund\""), 400, "fieldNotAChoice"),
        post("cases", application("kind", "null"), 400, "fieldMissing"),
        post("cases", application("reason", "[\"noLongerNeeded\"]"), 400, "fieldWrongType"),
        post("cases", application("reason", "\"because\""), 422, "reasonUnknown"),
        post("cases", application("note", "\"\\u0000\""), 400, "fieldControlCharacter"),
        post(
            "cases", application("note", "\"\(String(repeating: "长", count: 2_001))\""), 400, "fieldTooLong"),
        post("cases", application("evidence", "\"F1\""), 400, "fieldWrongType"),
        post("cases", application("evidence", "[1]"), 400, "fieldWrongType"),
        post("cases", application("evidence", "[\"F\\u0000\"]"), 400, "fieldControlCharacter"),
        post(
            "cases", application("evidence", "[\"\(String(repeating: "F", count: 129))\"]"), 400,
            "fieldTooLong"),
        post("cases", application("orderId", "\"a\\u007f\""), 400, "fieldControlCharacter"),
        post("cases", application("evidence", "[\"F1\"]"), 422, "fileUnknown"),
        post("cases", application("by", "\"platform\""), 400, "fieldNotAChoice"),
        post("cases/{case}/approval", "{\"amount\":100}", 400, "fieldWrongType"),
        post(
            "cases/{case}/approval", "{\"amount\":{\"amount\":-1,\"currency\":\"CNY\"}}", 400,
            "fieldOutOfRange"),
        post(
            "cases/{case}/approval", "{\"amount\":{\"amount\":1.5,\"currency\":\"CNY\"}}", 400,
            "fieldWrongType"),
        post(
            "cases/{case}/approval", "{\"amount\":{\"amount\":\"1\",\"currency\":\"CNY\"}}", 400,
            "fieldWrongType"),
        post(
            "cases/{case}/approval", "{\"amount\":{\"amount\":9223372036854775808,\"currency\":\"CNY\"}}",
            400, "fieldWrongType"),
        post(
            "cases/{case}/approval", "{\"amount\":{\"amount\":1e308,\"currency\":\"CNY\"}}", 400,
            "fieldWrongType"),
        post(
            "cases/{case}/approval", "{\"amount\":{\"amount\":9223372036854775807,\"currency\":\"CNY\"}}",
            400, "fieldOutOfRange"),
        post(
            "cases/{case}/approval", "{\"amount\":{\"amount\":1,\"currency\":\"USD\"}}", 422,
            "currencyMismatch"),
        post("cases/{case}/approval", "{\"amount\":{\"amount\":1}}", 400, "fieldMissing"),
        post("cases/{case}/approval", "{\"version\":0}", 400, "fieldOutOfRange"),
        post("cases/{case}/approval", "{\"version\":77}", 409, "caseMovedOn"),
        post("cases/{case}/approval", "{}", 409, "notInThisState"),
        post(
            "cases/{case}/inspection", "{\"lines\":[{\"variantId\":\"pot-white\",\"accepted\":-1}]}", 400,
            "fieldOutOfRange"),
        post("cases/{case}/offers/one/acceptance", "{}", 404, "routeUnknown"),
        post("cases/{case}/offers/7/acceptance", "{}", 404, "offerUnknown"),
        post("cases/{case}/offers/99999999999999999999/acceptance", "{}", 404, "routeUnknown"),
    ]

    static let goods: [BadInput] =
        [
            ("-1", "fieldOutOfRange"), ("0", "fieldOutOfRange"), ("100001", "fieldOutOfRange"),
            ("1.5", "fieldWrongType"),
            ("9223372036854775808", "fieldWrongType"), ("-9223372036854775809", "fieldWrongType"),
            ("\"1\"", "fieldWrongType"),
            ("true", "fieldWrongType"), ("9223372036854775807", "fieldOutOfRange"),
        ].map {
            post("cases", application("lines", "[{\"variantId\":\"pot-white\",\"quantity\":\($0)}]"), 400, $1)
        } + [
            post("cases", application("lines", "[]"), 400, "fieldWrongCount"),
            post("cases", application("lines", "{}"), 400, "fieldWrongType"),
            post("cases", application("lines", "[{}]"), 400, "fieldMissing"),
            post("cases", application("lines", "[[]]"), 400, "fieldWrongType"),
            post(
                "cases",
                application(
                    "lines",
                    "[" + repeatElement("{\"variantId\":\"pot-white\"}", count: 501).joined(separator: ",")
                        + "]"),
                400, "fieldWrongCount"),
            post(
                "cases", application("lines", "[{\"variantId\":\"pot-white\",\"quantity\":3}]"), 422,
                "unitsTaken"),
            post("cases", application("lines", "[{\"variantId\":\"cup-white\"}]"), 422, "lineUnknown"),
            post("cases", application("lines", "[{\"lineId\":\"9\"}]"), 422, "lineUnknown"),
            post(
                "cases", application("lines", "[{\"lineId\":\"1\",\"variantId\":\"cup-white\"}]"), 422,
                "lineUnknown"),
            post(
                "orders/p1/changes",
                "{\"kind\":\"lines\",\"replace\":[{\"lineId\":\"1\",\"variantId\":\"cup-white\",\"newVariantId\":\"pot-blue\"}],\"methodId\":\"mei-card\"}",
                422, "lineUnknown"),
            post(
                "orders/p1/changes",
                "{\"kind\":\"quantities\",\"lines\":[{\"variantId\":\"pot-white\",\"quantity\":2},{\"lineId\":\"1\",\"quantity\":3}],\"methodId\":\"mei-card\"}",
                422, "lineTwice"),
            post(
                "cases",
                application("lines", "[{\"variantId\":\"pot-white\",\"newVariantId\":\"pot-blue\"}]"), 422,
                "notForThisKind"),
            post("cases", application("refundTo", "\"nobody-card\""), 422, "refundMethodUnknown"),
            post(
                "orders/p1/changes",
                "{\"kind\":\"quantities\",\"lines\":[{\"variantId\":\"pot-white\",\"quantity\":-1}]}", 400,
                "fieldOutOfRange"),
            post(
                "orders/p1/changes",
                "{\"kind\":\"quantities\",\"lines\":[{\"variantId\":\"pot-white\",\"quantity\":1}]}", 422,
                "nothingToChange"),
            post(
                "orders/p1/changes",
                "{\"kind\":\"quantities\",\"lines\":[{\"variantId\":\"pot-white\",\"quantity\":2}]}", 422,
                "methodUnknown"),
            post(
                "orders/p1/changes",
                "{\"kind\":\"lines\",\"replace\":[{\"variantId\":\"pot-white\",\"newVariantId\":\"none\"}],\"methodId\":\"mei-card\"}",
                422, "variantUnavailable"),
            post(
                "orders/p1/changes", "{\"kind\":\"payment\",\"methodId\":\"lan-card\"}", 422, "methodUnknown"),
            post(
                "orders/p1/changes", "{\"kind\":\"payment\",\"methodId\":\"mei-gift\"}", 422, "balanceTooLow"),
            post("orders/p1/changes", "{\"kind\":\"address\",\"address\":{}}", 400, "fieldMissing"),
            post("orders/p1/changes", "{\"kind\":\"cancel\",\"version\":5}", 409, "orderMovedOn"),
            post("orders/o1/changes", "{\"kind\":\"cancel\"}", 409, "changeTooLate"),
        ]

    static let ids: [BadInput] = [
        post("cases", application("orderId", "\"o99\""), 422, "orderUnknown"),
        post("cases", application("orderId", "\"m1\""), 422, "orderUnknown"),
        post("cases/preview", application("orderId", "\"m1\""), 422, "orderUnknown"),
        get("cases/C-none", 404, "caseUnknown"), get("cases/{other}", 404, "caseUnknown"),
        get("cases/{other}/timeline", 404, "caseUnknown"),
        get("cases/{other}/books", 404, "caseUnknown"),
        post("cases/{other}/approval", "{}", 404, "caseUnknown"),
        post("cases/{other}/notes", "{\"text\":\"x\"}", 404, "caseUnknown"),
        get("orders/m1", 404, "orderUnknown"),
        post("orders/m2/changes", "{\"kind\":\"cancel\"}", 404, "orderUnknown"),
        get("orders/%ZZ", 404, "routeUnknown"),
        get("orders/%00", 404, "routeUnknown"),
        get("orders/\(String(repeating: "o", count: 129))", 404, "routeUnknown"),
        get("customers/nobody", 404, "customerUnknown"), get("products/nothing", 404, "productUnknown"),
        get("refunds/R-none", 404, "movementUnknown"), get("complaints/K-none", 404, "complaintUnknown"),
        get("files/F-none", 404, "fileUnknown"), post("refunds/R-none/retry", "{}", 404, "movementUnknown"),
        post(
            "complaints", "{\"customerId\":\"nobody\",\"cause\":\"service\",\"words\":\"x\"}", 422,
            "customerUnknown"),
        post(
            "complaints", "{\"customerId\":\"mei\",\"orderId\":\"m1\",\"cause\":\"service\",\"words\":\"x\"}",
            422, "orderUnknown"),
        post("keys/none/revocation", "{}", 404, "keyNotFound"),
        get("/v1/shops/nowhere/cases", 404, "shopUnknown"),
        get("cases?state=lost", 400, "queryInvalid"), get("cases?limit=0", 400, "queryInvalid"),
        get("cases?limit=101", 400, "queryInvalid"),
        get("cases?stat=open", 400, "queryUnknown"), get("cases/{case}?state=open", 400, "queryUnknown"),
        get("customers?email=a@example.com&page=2", 400, "queryUnknown"),
        get("orders?limit=1&limit=2", 400, "queryInvalid"),
        get("/v1/shops?size=5", 400, "queryUnknown"), get("cases?goodsBack=soon", 400, "queryInvalid"),
        settings("", 400, "bodyMissing"),
        get("cases?cursor=zz", 400, "queryInvalid"), get("cases?cursor=0", 400, "queryInvalid"),
        get("cases?q=\(String(repeating: "x", count: 101))", 400, "queryInvalid"),
        get("cases?q=a%00b", 400, "queryInvalid"), get("cases?assignee=%01", 400, "queryInvalid"),
        get("customers?email=a%00@example.com", 400, "queryInvalid"), get("orders/a%7F", 404, "routeUnknown"),
        get("cases?escalated=perhaps", 400, "queryInvalid"),
        get("cases?order=due&cursor=611f62", 400, "queryInvalid"),
        get("refunds?cursor=611f62", 400, "queryInvalid"),
        get("cases?kind=%FF", 400, "requestInvalid"),
        get("orders?cursor=61626", 400, "queryInvalid"), get("refunds?state=gone", 400, "queryInvalid"),
        get("events?after=-1", 400, "queryInvalid"), get("policy?version=0", 400, "queryInvalid"),
        get("policy?version=9", 404, "policyUnknownVersion"),
    ]

    static let keys: [BadInput] = [
        BadInput(
            path: "cases", body: application("o1").bytes, key: nil, status: 400, code: "idempotencyKeyMissing"
        ),
        BadInput(
            path: "cases", body: application("o1").bytes, key: "a key", status: 400,
            code: "idempotencyKeyInvalid"),
        BadInput(
            path: "cases", body: application("o1").bytes, key: String(repeating: "k", count: 256),
            status: 400, code: "idempotencyKeyInvalid"),
        BadInput(
            path: "cases/{case}/notes", body: Array("{\"text\":\"x\"}".utf8), key: nil, status: 400,
            code: "idempotencyKeyMissing"),
        BadInput(
            path: "orders/p1/changes", body: Array("{\"kind\":\"cancel\"}".utf8), key: nil, status: 400,
            code: "idempotencyKeyMissing"),
        BadInput(
            path: "imports/orders", type: "application/x-ndjson", key: nil, status: 400,
            code: "idempotencyKeyMissing"),
        BadInput(
            path: "files", body: Qinghe.picture(1), type: "image/jpeg", key: nil, status: 400,
            code: "idempotencyKeyMissing"),
        BadInput(
            path: "keys", body: Array("{\"role\":\"agent\",\"name\":\"x\"}".utf8), key: nil, status: 400,
            code: "idempotencyKeyMissing"),
        BadInput(
            path: "/v1/shops",
            body: Array(
                "{\"id\":\"new\",\"name\":\"n\",\"currency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\",\"policy\":\"seven-day\"}"
                    .utf8),
            key: nil, status: 400, code: "idempotencyKeyMissing"),
    ]

    static let callers: [BadInput] = [
        get("cases", 401, "keyMissing", by: .nobody), get("cases", 401, "keyUnknown", by: .unknown),
        get("cases", 404, "shopUnknown", by: .stranger),
        get("orders/o1", 404, "shopUnknown", by: .stranger),
        get("/v1/shops/\(Qinghe.id)", 404, "shopUnknown", by: .stranger),
        BadInput(
            path: "cases", body: application("o1").bytes, by: .stranger, status: 404, code: "shopUnknown"),
        BadInput(
            path: "cases/{case}/approval", body: [123, 125], by: .stranger, status: 404, code: "shopUnknown"),
        BadInput(
            path: "keys", body: Array("{\"role\":\"agent\",\"name\":\"x\"}".utf8), by: .lin, status: 403,
            code: "permissionMissing"),
        BadInput(
            path: "imports/orders", type: "application/x-ndjson", by: .lin, status: 403,
            code: "permissionMissing"),
        BadInput(path: "/v1/shops", body: [123, 125], by: .lin, status: 403, code: "roleTooLow"),
        BadInput(
            path: "/v1/sandbox/clock", body: Array("{\"advanceSeconds\":60}".utf8), by: .lin, status: 403,
            code: "roleTooLow"),
        BadInput(
            path: "keys", body: Array("{\"role\":\"platform\",\"name\":\"x\"}".utf8), status: 422,
            code: "keyRoleInvalid"),
        BadInput(
            path: "keys", body: Array("{\"role\":\"customer\",\"name\":\"x\"}".utf8), status: 422,
            code: "keyRoleInvalid"),
    ]

    static let wrongWays: [BadInput] = [
        get("/v1/nothing", 404, "routeUnknown"), get("nothing", 404, "routeUnknown"),
        get("/nothing", 404, "routeUnknown", by: .nobody),
        get("/../etc/passwd", 404, "routeUnknown", by: .nobody),
        BadInput(method: "DELETE", path: "cases", status: 405, code: "methodNotAllowed"),
        BadInput(method: "TRACE", path: "cases", status: 405, code: "methodNotAllowed"),
        BadInput(
            method: "PUT", path: "cases/{case}", body: [123, 125], status: 405, code: "methodNotAllowed"),
        BadInput(
            method: "PATCH", path: "orders/o1", body: [123, 125], status: 405, code: "methodNotAllowed"),
        BadInput(method: "DELETE", path: "nothing", status: 404, code: "routeUnknown"),
        BadInput(method: "POST", path: "/web/tokens.css", status: 405, code: "methodNotAllowed"),
        get("cases/{case}/approval", 405, "methodNotAllowed"),
        get("cases/preview", 405, "methodNotAllowed"),
        BadInput(path: "imports/returns", type: "application/x-ndjson", status: 404, code: "routeUnknown"),
        post("cases/{case}/approve", "{}", 404, "routeUnknown"),
    ]

    static let others: [BadInput] = [
        BadInput(path: "files", type: "image/jpeg", status: 400, code: "fileEmpty"),
        BadInput(
            path: "files", body: Array("<script>".utf8), type: "image/jpeg", status: 415,
            code: "fileTypeNotAllowed"),
        post(
            "/v1/shops",
            "{\"id\":\"qinghe\",\"name\":\"n\",\"currency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\",\"policy\":\"seven-day\"}",
            409, "shopExists"),
        post(
            "/v1/shops",
            "{\"id\":\"new\",\"name\":\"n\",\"currency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\",\"policy\":\"none\"}",
            422, "policyUnknownPack"),
        post(
            "/v1/shops",
            "{\"id\":\"new\",\"name\":\"n\",\"currency\":\"CNY\",\"timeZone\":\"Mars/Base\",\"policy\":\"seven-day\"}",
            400, "timeZoneUnknown"),
        post(
            "/v1/shops",
            "{\"id\":\"new\",\"name\":\"n\",\"currency\":\"¥\",\"timeZone\":\"Asia/Shanghai\",\"policy\":\"seven-day\"}",
            400, "currencyInvalid"),
        post(
            "/v1/shops",
            "{\"id\":\"New Shop\",\"name\":\"n\",\"currency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\",\"policy\":\"seven-day\"}",
            400, "shopIDInvalid"),
        post("/v1/sandbox/clock", "{\"advanceSeconds\":-1}", 400, "fieldOutOfRange"),
        post("/v1/sandbox/clock", "{\"advanceSeconds\":9223372036854775807}", 400, "fieldOutOfRange"),
        post("policy/publication", "{}", 409, "policyNoDraft"), get("policy/draft", 404, "policyNoDraft"),
        settings("{\"webhookURL\":\"https://sender.example.com/\"}", 422, "webhookNotChosen"),
        settings(
            "{\"messages\":\"kept\",\"webhookURL\":\"https://sender.example.com/\"}", 422, "webhookNotChosen"),
        settings("{\"messages\":\"webhook\"}", 422, "webhookAddressInvalid"),
        settings("{\"keepSentMessages\":\"no\"}", 400, "fieldWrongType"),
        post(
            "/v1/shops",
            "{\"id\":\"new\",\"name\":\"n\",\"currency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\",\"policy\":\"seven-day\",\"language\":\"fr\"}",
            400, "fieldNotAChoice"),
        post("policy/rehearsals", "{}", 409, "policyNoDraft"),
        post("policy/rehearsals", "{\"yaml\":\"name: x\"}", 422, "packInvalid"),
        post("policy/rehearsals", "{\"yaml\":\"x\",\"since\":\"soon\"}", 400, "fieldWrongType"),
        BadInput(
            method: "PUT", path: "policy/draft", body: Array("a: [".utf8), type: "application/yaml", key: nil,
            status: 422, code: "packInvalid"),
        BadInput(
            method: "PUT", path: "policy/draft", body: Array("&a [*a, *a]".utf8), type: "application/yaml",
            key: nil, status: 422, code: "packInvalid"),
        BadInput(
            method: "PUT", path: "policy/draft", body: [0xFF, 0xFE], type: "application/yaml", key: nil,
            status: 400, code: "requestInvalid"),
        BadInput(
            method: "PATCH", path: "customers/mei", body: Array("{\"name\":\"x\"}".utf8), key: nil,
            status: 400, code: "fieldMissing"),
        BadInput(
            method: "PATCH", path: "settings",
            body: Array("{\"messages\":\"webhook\",\"webhookURL\":\"ftp://x\"}".utf8), key: nil, status: 422,
            code: "webhookAddressInvalid"),
        post("staff", "{\"email\":\"no\",\"name\":\"林\",\"role\":\"agent\"}", 400, "emailInvalid"),
    ]
}
