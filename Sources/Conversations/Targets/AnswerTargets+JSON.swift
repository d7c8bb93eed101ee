import Base

extension AnswerTargets {
    public var json: JSONValue {
        [
            "rules": .array(
                rules.map { rule in
                    .object([
                        "team": rule.team.map { .string($0) }, "fromHour": JSONValue(rule.fromHour),
                        "untilHour": JSONValue(rule.untilHour),
                        "firstSeconds": rule.limits.json["firstSeconds"],
                        "nextSeconds": rule.limits.json["nextSeconds"],
                    ])
                }), "usual": usual.json, "warnPercent": JSONValue(warnPercent), "onFirst": onFirst.json,
            "onNext": onNext.json,
        ]
    }

    /// As it was kept, which was checked before.
    init(stored json: JSONValue) {
        self.init(
            rules: (json["rules"]?.items ?? []).map { rule in
                Rule(
                    team: rule["team"]?.string, fromHour: Int(rule["fromHour"]?.int ?? 0),
                    untilHour: Int(rule["untilHour"]?.int ?? 24), limits: Limits(stored: rule))
            }, usual: Limits(stored: json["usual"] ?? [:]), warnPercent: Int(json["warnPercent"]?.int ?? 70),
            onFirst: Steps(stored: json["onFirst"] ?? [:]), onNext: Steps(stored: json["onNext"] ?? [:]))
    }
}

extension AnswerTargets.Limits {
    var json: JSONValue {
        [
            "firstSeconds": JSONValue(Int(first.milliseconds / 1_000)),
            "nextSeconds": JSONValue(Int(next.milliseconds / 1_000)),
        ]
    }

    init(stored json: JSONValue) {
        self.init(
            first: .seconds(Int(json["firstSeconds"]?.int ?? 180)),
            next: .seconds(Int(json["nextSeconds"]?.int ?? 30)))
    }
}

extension AnswerTargets.Steps {
    var json: JSONValue {
        .object(["reassign": .bool(reassigns), "holding": holding.map { .string($0) }])
    }

    init(stored json: JSONValue) {
        self.init(reassigns: json["reassign"]?.bool ?? false, holding: json["holding"]?.string)
    }
}
