/// Reads one JSON object field by field and refuses what does not fit, naming the place.
///
/// Fields that nobody asked for are refused by `finish()`, so a misspelt name is never silently dropped.
public struct JSONReader {
    private let place: Place
    private let members: [JSONValue.Member]
    /// Which of the members somebody asked for.
    private var asked: [Bool]

    /// Where the object stands; put into words only when something is refused.
    private indirect enum Place {
        case root
        case member(String, of: Place)
        case item(Int, of: Place)

        var pointer: String {
            switch self {
            case .root: ""
            case .member(let name, let parent):
                parent.pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
            case .item(let index, let parent): parent.pointer + "/\(index)"
            }
        }
    }

    /// - Throws: `InputRefusal` `fieldWrongType` unless the value is an object.
    public init(_ value: JSONValue) throws { try self.init(value, .root) }

    private init(_ value: JSONValue, _ place: Place) throws {
        guard case .object(let members) = value else {
            throw InputRefusal("fieldWrongType", at: place.pointer, ["expected": "object"])
        }
        self.members = members
        self.place = place
        asked = Array(repeating: false, count: members.count)
    }

    /// The raw value; nil when absent or null.
    public mutating func value(_ name: String) -> JSONValue? {
        guard let place = members.firstIndex(where: { $0.name == name }) else { return nil }
        asked[place] = true
        if case .null = members[place].value { return nil }
        return members[place].value
    }

    /// - Throws: `InputRefusal` `fieldUnknown` for the first member that nobody asked for.
    public func finish() throws {
        for (member, isAsked) in zip(members, asked) where !isAsked {
            throw InputRefusal(
                "fieldUnknown", at: pointer(member.name), ["name": String(member.name.prefix(64))])
        }
    }

    /// The JSON pointer (RFC 6901) of a member of this object.
    public func pointer(_ name: String) -> String { Place.member(name, of: place).pointer }

    // MARK: Required fields

    /// A text that says something: an empty one counts as missing.
    public mutating func string(_ name: String, upTo limit: Int = Limits.nameCharacters) throws -> String {
        let text = try required(name, optionalString(name, upTo: limit))
        return try required(name, text.isEmpty ? nil : text)
    }

    public mutating func id<Kind>(_ name: String) throws -> Identifier<Kind> {
        try required(name, optionalID(name))
    }

    public mutating func int(_ name: String, in range: ClosedRange<Int>) throws -> Int {
        try required(name, optionalInt(name, in: range))
    }

    public mutating func time(_ name: String) throws -> Timestamp {
        try required(name, optionalTime(name))
    }

    public mutating func money(_ name: String, in currency: Currency) throws -> Money {
        try required(name, optionalMoney(name, in: currency))
    }

    public mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws -> Choice where Choice.RawValue == String {
        try required(name, optionalChoice(name, of: type))
    }

    public mutating func object(_ name: String) throws -> JSONReader {
        try required(name, optionalObject(name))
    }

    public mutating func objects(_ name: String, in count: ClosedRange<Int>) throws -> [JSONReader] {
        try required(name, optionalObjects(name, upTo: count.upperBound, atLeast: count.lowerBound))
    }

    public mutating func strings(
        _ name: String, upTo most: Int, each limit: Int = Limits.idBytes
    ) throws -> [String] {
        try required(name, optionalStrings(name, upTo: most, each: limit))
    }

    // MARK: Optional fields

    /// A text; over-long ones and control characters are refused.
    public mutating func optionalString(
        _ name: String, upTo limit: Int = Limits.nameCharacters
    ) throws -> String? {
        try value(name).map { try Self.text($0, upTo: limit, .member(name, of: place)) }
    }

    public mutating func optionalID<Kind>(_ name: String) throws -> Identifier<Kind>? {
        guard let text = try optionalString(name, upTo: Limits.idBytes) else { return nil }
        guard Identifier<Kind>.isPossible(text) else {
            throw InputRefusal("fieldNotAnID", at: pointer(name), ["limit": String(Limits.idBytes)])
        }
        return Identifier(text)
    }

    public mutating func optionalInt(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = value(name) else { return nil }
        guard case .int(let number) = value else { throw wrongType(name, "integer") }
        guard range.contains(Int(number)) else {
            throw InputRefusal(
                "fieldOutOfRange", at: pointer(name),
                ["least": String(range.lowerBound), "most": String(range.upperBound)])
        }
        return Int(number)
    }

    public mutating func optionalBool(_ name: String) throws -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrongType(name, "boolean") }
        return flag
    }

    /// `{"amount": 5088, "currency": "CNY"}`, from zero up to `Limits.largestAmount`.
    public mutating func optionalMoney(_ name: String, in currency: Currency) throws -> Money? {
        guard var money = try optionalObject(name) else { return nil }
        let amount = try money.int("amount", in: 0...Int(Limits.largestAmount))
        let code = try money.string("currency", upTo: 8)
        try money.finish()
        guard code == currency.code else {
            throw InputRefusal(
                "currencyMismatch", at: pointer(name), ["expected": currency.code], kind: .unprocessable)
        }
        return Money(Int64(amount), currency)
    }

    public mutating func optionalTime(_ name: String) throws -> Timestamp? {
        guard let text = try optionalString(name, upTo: 40) else { return nil }
        guard let time = Timestamp(text) else { throw wrongType(name, "RFC 3339 time") }
        return time
    }

    public mutating func optionalChoice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text = try optionalString(name, upTo: 64) else { return nil }
        guard let choice = Choice(rawValue: text) else { throw notAChoice(name, Choice.allCases) }
        return choice
    }

    /// A language tag that means one of ours, such as `zh-HK`.
    public mutating func optionalLanguage(_ name: String) throws -> Language? {
        guard let tag = try optionalString(name, upTo: 20) else { return nil }
        guard let language = Language(tag: tag) else { throw notAChoice(name, Language.allCases) }
        return language
    }

    public mutating func optionalObject(_ name: String) throws -> JSONReader? {
        try value(name).map { try JSONReader($0, .member(name, of: place)) }
    }

    public mutating func optionalObjects(
        _ name: String, upTo most: Int, atLeast least: Int = 0
    ) throws -> [JSONReader]? {
        guard let items = try list(name, upTo: most, atLeast: least) else { return nil }
        let list = Place.member(name, of: place)
        return try items.enumerated().map { try JSONReader($1, .item($0, of: list)) }
    }

    public mutating func optionalStrings(
        _ name: String, upTo most: Int, each limit: Int = Limits.idBytes
    ) throws -> [String]? {
        guard let items = try list(name, upTo: most, atLeast: 0) else { return nil }
        let list = Place.member(name, of: place)
        return try items.enumerated().map { try Self.text($1, upTo: limit, .item($0, of: list)) }
    }

    /// An object of short texts in the order they were given, such as a variant's options.
    public mutating func optionalTexts(_ name: String, upTo most: Int = 50) throws -> JSONValue? {
        guard let value = value(name) else { return nil }
        guard case .object(let members) = value, members.count <= most else {
            throw wrongType(name, "object of strings")
        }
        let texts = Place.member(name, of: place)
        for member in members {
            let entry = Place.member(member.name, of: texts)
            _ = try Self.text(.string(member.name), upTo: Limits.nameCharacters, entry)
            _ = try Self.text(member.value, upTo: Limits.nameCharacters, entry)
        }
        return value
    }

    // MARK: Parts

    /// One text that came from outside: not over-long, and without control characters but tabs and line ends.
    private static func text(_ value: JSONValue, upTo limit: Int, _ place: Place) throws -> String {
        guard case .string(let text) = value else {
            throw InputRefusal("fieldWrongType", at: place.pointer, ["expected": "string"])
        }
        // Most texts are within the limit by their bytes, so that nobody has to count their characters.
        guard text.utf8.count <= limit || (text.utf8.count <= limit * 4 && text.count <= limit) else {
            throw InputRefusal("fieldTooLong", at: place.pointer, ["limit": String(limit)])
        }
        guard text.isPlain || !text.unicodeScalars.contains(where: \.isUnwantedControl) else {
            throw InputRefusal("fieldControlCharacter", at: place.pointer)
        }
        return text
    }

    private mutating func list(_ name: String, upTo most: Int, atLeast least: Int) throws -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        guard case .array(let items) = value else { throw wrongType(name, "array") }
        guard (least...most).contains(items.count) else {
            throw InputRefusal(
                "fieldWrongCount", at: pointer(name), ["least": String(least), "most": String(most)])
        }
        return items
    }

    private func required<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw InputRefusal("fieldMissing", at: pointer(name), ["name": name]) }
        return value
    }

    private func notAChoice<Choices: Collection>(_ name: String, _ choices: Choices) -> InputRefusal
    where Choices.Element: RawRepresentable<String> {
        let known = choices.map(\.rawValue).joined(separator: ", ")
        return InputRefusal("fieldNotAChoice", at: pointer(name), ["choices": known])
    }

    private func wrongType(_ name: String, _ expected: String) -> InputRefusal {
        InputRefusal("fieldWrongType", at: pointer(name), ["expected": expected])
    }
}

extension Unicode.Scalar {
    /// A control character that no text of people holds: all of C0 but tab and line ends, and DEL.
    public var isUnwantedControl: Bool {
        value == 0x7F || value < 32 && self != "\n" && self != "\t" && self != "\r"
    }
}

extension String {
    /// Printable ASCII alone, as nearly every text is: no need to look at its scalars.
    fileprivate var isPlain: Bool { utf8.allSatisfy { (0x20..<0x7F).contains($0) } }
}
