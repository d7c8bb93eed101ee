import AfterSales
import Base
import Conversations
import Customers
import Localisation

/// How the API tells of people: in full to keys with the scope `personal`, masked to everybody else.
struct PersonalPayload: Sendable {
    private let isFull: Bool

    init(isFull: Bool) { self.isFull = isFull }

    func json(_ customer: Customer) -> JSONValue { (isFull ? customer : customer.masked).json }

    func address(_ address: Address) -> Address { isFull ? address : address.masked }

    func json(_ complaint: Complaint) -> JSONValue {
        (isFull ? complaint : complaint.withWords(Mask.words)).json
    }

    func json(_ conversation: Conversation) -> JSONValue {
        (isFull ? conversation : conversation.withWords(Mask.words)).json
    }

    func json(_ message: Message) -> JSONValue {
        (isFull ? message : message.withWords(Mask.words)).json
    }

    func json(_ version: MessageVersion) -> JSONValue {
        (isFull ? version : version.withWords(Mask.words)).json
    }

    func json(_ feedback: Feedback) -> JSONValue {
        (isFull ? feedback : feedback.withWords(Mask.words)).json
    }

    func json(_ rating: CaseRating) -> JSONValue {
        (isFull ? rating : rating.withWords(Mask.words)).json
    }

    func json(_ inspection: Inspection) -> JSONValue {
        (isFull ? inspection : inspection.withWords(Mask.words)).json
    }

    func json(_ lesson: Lesson) -> JSONValue { (isFull ? lesson : lesson.withWords(Mask.words)).json }

    func json(_ task: InternalTask, at now: Timestamp) -> JSONValue {
        (isFull ? task : task.withWords(Mask.words)).json(at: now)
    }

    func json(_ note: ConversationNote) -> JSONValue {
        (isFull ? note : note.withWords(Mask.words)).json
    }

    func json(_ draft: ConversationDraft) -> JSONValue {
        (isFull ? draft : draft.withWords(Mask.words)).json
    }

    /// A case as it is shown: what people wrote is not told to everybody.
    func shown(_ view: CaseView) -> CaseView { isFull ? view : view.withWords(Mask.words) }
}

extension Customer {
    /// `张*`, `138****5678`, `m***@example.com`. The given name is left out where there is a family name, so that no
    /// name of two characters is told by halves.
    fileprivate var masked: Customer {
        Customer(
            id: id, givenName: familyName.isEmpty ? Mask.name(givenName) : "",
            familyName: Mask.name(familyName), email: email.map(Mask.email), phone: phone.map(Mask.phone),
            address: address?.masked, language: language, methods: methods)
    }
}

extension Address {
    /// Down to the city, and how the street begins.
    fileprivate var masked: Address {
        Address(
            line1: Mask.address(line1), line2: line2.isEmpty ? "" : "****", city: city, region: region,
            country: country, postalCode: postalCode.isEmpty ? "" : "****")
    }
}
