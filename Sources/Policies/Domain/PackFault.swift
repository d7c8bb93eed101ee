/// One thing that is wrong with the text of a pack, and where it stands.
public struct PackFault: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong. The names in braces in `sentence` are the keys of `arguments`.
    public enum Code: String, Sendable, CaseIterable {
        case tooLarge, syntax, alias, duplicateKey, unknownFormat
        case unknownKey, missingKey, wrongType, unknownChoice, emptyList, duplicateItem
        case emptyText, missingText, textTooLong, textNotOneLine, controlCharacter, malformedCode
        case malformedSpan, spanTooShort, malformedWindow, malformedAmount, amountTooFine, malformedShare,
            malformedCount
        case missingDeadline, unfitOwner, unfitFallback, warningTooEarly
        case unknownKind, kindWithoutReason, unknownReason, unknownCause, capBelowFloor
        case compensationWithoutRow, unfitStatus, promiseTooLong, promisedBackwards, limitAboveSuperior
        case remoteCapBelowReturnCap, offerOfNothing, windowNotBegun, faultWindowShorter
    }

    /// From 1; 1 for the document as a whole.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int
    /// `deadlines.reviewing.within`, `reasons[3].says`; empty for the document as a whole.
    public let path: String
    public let code: Code
    public let arguments: [String: String]

    public init(line: Int, column: Int, path: String, code: Code, arguments: [String: String] = [:]) {
        self.line = line
        self.column = column
        self.path = path
        self.code = code
        self.arguments = arguments
    }

    /// `line 12, column 5: deadlines.reviewing.within: "48x" is not a length of time; write 30m, 48h or 7d`
    public var description: String {
        let place = "line \(line), column \(column): " + (path.isEmpty ? "" : path + ": ")
        return place + arguments.reduce(code.sentence) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}

extension PackFault.Code {
    /// What is wrong, in English, for a terminal and a log. Pages have their own sentences under `packFault.<code>`.
    public var sentence: String {
        switch self {
        case .tooLarge: "the pack has {bytes} bytes; {most} are the most"
        case .syntax: "this is not YAML: {problem}"
        case .alias: "\"*{name}\" refers to another place; write the value out"
        case .duplicateKey: "\"{key}\" stands twice"
        case .unknownFormat: "format \"{value}\" is not known here; this program reads {known}"
        case .unknownKey: "\"{key}\" is not known here; known are {known}"
        case .missingKey: "\"{key}\" is missing"
        case .wrongType: "this must be a {expected}"
        case .unknownChoice: "\"{value}\" is none of {choices}"
        case .emptyList: "the list is empty; name at least one"
        case .duplicateItem: "\"{value}\" stands twice"
        case .emptyText: "the text is empty"
        case .missingText: "the text is missing in {language}"
        case .textTooLong: "the text is longer than {most} characters"
        case .textNotOneLine: "the text must be one line, without line breaks and control characters"
        case .controlCharacter: "the text has a control character, which nobody can read; take it out"
        case .malformedCode: "\"{value}\" is not a code; write Latin letters and digits, up to {most}"
        case .malformedSpan: "\"{value}\" is not a length of time; write 30m, 48h or 7d"
        case .spanTooShort: "\"{value}\" is too short; {least} is the least"
        case .malformedWindow:
            "\"{value}\" is not a window; write within, such as 7d, and from, such as deliveredAt, or none"
        case .malformedAmount: "\"{value}\" is not an amount; write 10.00 in the shop's main unit"
        case .amountTooFine: "\"{value}\" is finer than {currency}, which has {decimals} decimals"
        case .malformedShare: "\"{value}\" is not a share; write 5% or 12.5%, up to {most}"
        case .malformedCount: "\"{value}\" is not a count; write a whole number from 1 to {most}"
        case .missingDeadline: "the state \"{state}\" has no deadline"
        case .unfitOwner: "\"{state}\" cannot wait for {owner}; it waits for {choices}"
        case .unfitFallback: "\"{fallback}\" makes no sense in \"{state}\"; there it is {choices}"
        case .warningTooEarly:
            "the warning {warnBefore} before the end is not within the {within} of the deadline"
        case .unknownKind: "the pack has no kind \"{kind}\""
        case .kindWithoutReason: "no reason names \"{kind}\", so nobody could ask for it"
        case .unknownReason: "the pack has no reason \"{reason}\""
        case .unknownCause: "\"{cause}\" is neither a reason of the pack nor one of {breaches}"
        case .capBelowFloor: "the cap {cap} is below the floor {floor}"
        case .compensationWithoutRow:
            "\"{reason}\" has no row in the table of compensations, so there is no sum to pay"
        case .unfitStatus: "orders that are \"{status}\" make no sense here; possible are {choices}"
        case .promiseTooLong:
            "the promise of {within} is longer than the {deadline} after which \"reviewing\" is over"
        case .promisedBackwards: "\"{until}\" comes before \"{from}\", so it could never be late"
        case .limitAboveSuperior: "{role} could grant more than {superior}, who may grant {most}"
        case .remoteCapBelowReturnCap:
            "the {remoteCap} for remote regions is less than the {returnCap} for all others"
        case .offerOfNothing: "an offer of {offer} is none, and \"{otherwise}\" sends one"
        case .windowNotBegun:
            "the window begins at \"{from}\", and an order that is \"{status}\" has not come to that; begin it at "
                + "{choices}, or leave \"{status}\" out of during"
        case .faultWindowShorter:
            "the window for faults ({fault}) ends before the one for the customer's own wishes ({own})"
        }
    }
}
