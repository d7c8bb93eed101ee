import Testing

/// Some steps in a shop of their own and how it looks afterwards.
struct RetailStory: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        case ok
        /// With the code of the problem, or the rule that decided.
        case refused(String)
    }

    let name: String
    let steps: [(action: RetailAction, outcome: Outcome)]
    var after: [(order: String, summary: String)] = []
    /// Balances that differ from the beginning.
    var cards: [String: Int64] = [:]

    var testDescription: String { name }

    static let all = cancelling + beforeShipping + exchangesOfLines + returns + exchanges

    private static let cancelling = [
        RetailStory(
            name: "a pending order is cancelled once",
            steps: [
                (.cancel("open-lamp", "noLongerNeeded"), .ok),
                (.cancel("open-lamp", "noLongerNeeded"), .refused("changeTooLate")),
                (.address("open-lamp", "2 Mill Road"), .refused("changeTooLate")),
            ],
            after: [
                (
                    "open-lamp",
                    "cancelled noLongerNeeded | lamp-brass 4900 | payment mei-visa 4900, refund mei-visa 4900"
                )
            ]),
        RetailStory(
            name: "every payment goes back to its method, a gift card's at once",
            steps: [(.cancel("open-mixed", "orderedByMistake"), .ok)],
            after: [
                (
                    "open-mixed",
                    "cancelled orderedByMistake | lamp-brass 4900, mug-blue 1200, mug-blue 1200 | payment mei-gift 2000, "
                        + "payment mei-paypal 5300, refund mei-gift 2000, refund mei-paypal 5300"
                )
            ], cards: ["mei-gift": 50_00]),
        RetailStory(
            name: "a reason or a state that the pack does not allow cancels nothing",
            steps: [
                (.cancel("open-lamp", "defective"), .refused("changeReasonNotAllowed")),
                (.cancel("packed-rug", "noLongerNeeded"), .refused("changeTooLate")),
                (.cancel("home-rug", "noLongerNeeded"), .refused("changeTooLate")),
            ],
            after: [
                ("open-lamp", "pending | lamp-brass 4900 | payment mei-visa 4900"),
                ("packed-rug", "processed | rug-small 8000 | payment mei-visa 8000"),
            ]),
    ]

    private static let beforeShipping = [
        RetailStory(
            name: "a pending order goes elsewhere, a packed one does not",
            steps: [
                (.address("open-lamp", "2 Mill Road"), .ok), (.address("open-lamp", "3 Mill Road"), .ok),
                (.address("packed-rug", "2 Mill Road"), .refused("changeTooLate")),
            ], after: [("open-lamp", "pending | lamp-brass 4900 | payment mei-visa 4900")]),
        RetailStory(
            name: "an order is paid by another card",
            steps: [
                (.payment("open-lamp", "mei-visa"), .refused("methodSame")),
                (.payment("open-lamp", "lan-visa"), .refused("methodUnknown")),
                (.payment("open-lamp", "mei-gift"), .refused("balanceTooLow")),
                (.payment("open-lamp", "mei-paypal"), .ok),
            ],
            after: [
                (
                    "open-lamp",
                    "pending | lamp-brass 4900 | payment mei-paypal 4900, payment mei-visa 4900, refund mei-visa 4900"
                )
            ]),
        RetailStory(
            name: "a gift card that holds enough pays at once",
            steps: [(.payment("open-mugs", "mei-gift"), .ok)],
            after: [
                (
                    "open-mugs",
                    "pending | mug-blue 1200, mug-blue 1200 | payment mei-gift 2400, payment mei-paypal 2400, refund mei-paypal 2400"
                )
            ], cards: ["mei-gift": 6_00]),
        RetailStory(
            name: "two payments cannot be changed to one",
            steps: [(.payment("open-mixed", "mei-visa"), .refused("paymentsNotSingle"))],
            after: [
                (
                    "open-mixed",
                    "pending | lamp-brass 4900, mug-blue 1200, mug-blue 1200 | payment mei-gift 2000, payment mei-paypal 5300"
                )
            ]),
    ]

    private static let exchangesOfLines = [
        RetailStory(
            name: "a dearer lamp costs the difference, and afterwards nothing changes any more",
            steps: [
                (.lines("open-lamp", [Swap("lamp-brass", for: "lamp-oak")], "mei-gift"), .ok),
                (
                    .lines("open-lamp", [Swap("lamp-oak", for: "lamp-black")], "mei-gift"),
                    .refused("changeLocked")
                ),
                (.cancel("open-lamp", "noLongerNeeded"), .refused("changeLocked")),
                (.payment("open-lamp", "mei-paypal"), .refused("changeLocked")),
            ],
            after: [("open-lamp", "pending | lamp-oak 5600 | payment mei-gift 700, payment mei-visa 4900")],
            cards: ["mei-gift": 23_00]),
        RetailStory(
            name: "a cheaper lamp gives the difference back to the method that is named",
            steps: [(.lines("open-lamp", [Swap("lamp-brass", for: "lamp-black")], "mei-gift"), .ok)],
            after: [("open-lamp", "pending | lamp-black 4500 | payment mei-visa 4900, refund mei-gift 400")],
            cards: ["mei-gift": 34_00]),
        RetailStory(
            name: "one of two mugs becomes another, at no cost",
            steps: [(.lines("open-mugs", [Swap("mug-blue", for: "mug-red")], "mei-visa"), .ok)],
            after: [("open-mugs", "pending | mug-blue 1200, mug-red 1200 | payment mei-paypal 2400")]),
        RetailStory(
            name: "what is sold out, of another product, not in the order or too much is not put in",
            steps: [
                (
                    .lines("open-lamp", [Swap("lamp-brass", for: "lamp-green")], "mei-visa"),
                    .refused("variantUnavailable")
                ),
                (
                    .lines("open-lamp", [Swap("lamp-brass", for: "rug-small")], "mei-visa"),
                    .refused("variantOfOtherProduct")
                ),
                (
                    .lines("open-lamp", [Swap("mug-blue", for: "mug-red")], "mei-visa"),
                    .refused("lineUnknown")
                ),
                (
                    .lines("open-mugs", [Swap("mug-blue", for: "mug-red", 3)], "mei-visa"),
                    .refused("unitsNotThere")
                ),
                (
                    .lines("packed-rug", [Swap("rug-small", for: "rug-large")], "mei-visa"),
                    .refused("changeTooLate")
                ),
            ], after: [("open-lamp", "pending | lamp-brass 4900 | payment mei-visa 4900")]),
    ]

    private static let returns = [
        RetailStory(
            name: "delivered goods go back, once an order, to the first payment",
            steps: [
                (.sendBack("home-rug", [("rug-large", 1), ("mug-red", 1)], "mei-paypal"), .ok),
                (.sendBack("home-rug", [("mug-red", 1)], "mei-paypal"), .refused("casesPerOrder")),
            ],
            after: [
                (
                    "home-rug",
                    "delivered | mug-red 1200, mug-red 1200, rug-large 12000 | payment mei-paypal 14400 | "
                        + "returnRefund awaitingReturn 1 rug-large, 1 mug-red to mei-paypal"
                )
            ]),
        RetailStory(
            name: "money goes to a gift card or to the first payment and nowhere else",
            steps: [
                (.sendBack("home-rug", [("mug-red", 1)], "mei-visa"), .refused("refundMethodNotAllowed")),
                (.sendBack("home-rug", [("mug-red", 1)], "lan-visa"), .refused("refundMethodUnknown")),
                (.sendBack("home-lamps", [("lamp-oak", 1)], "mei-visa"), .refused("refundMethodNotAllowed")),
                (.sendBack("home-rug", [("mug-red", 1)], "mei-gift"), .ok),
            ],
            after: [
                (
                    "home-rug",
                    "delivered | mug-red 1200, mug-red 1200, rug-large 12000 | payment mei-paypal 14400 | "
                        + "returnRefund awaitingReturn 1 mug-red to mei-gift"
                )
            ]),
        RetailStory(
            name: "what was not delivered or not bought does not go back",
            steps: [
                (.sendBack("packed-rug", [("rug-small", 1)], "mei-visa"), .refused("orderStage")),
                (.sendBack("home-mug", [("mug-blue", 2)], "mei-visa"), .refused("unitsTaken")),
                (.sendBack("home-mug", [("rug-small", 1)], "mei-visa"), .refused("lineUnknown")),
                (.sendBack("home-mug", [("mug-blue", 1)], "mei-visa"), .ok),
            ],
            after: [
                ("packed-rug", "processed | rug-small 8000 | payment mei-visa 8000"),
                (
                    "home-mug",
                    "delivered | mug-blue 1200 | payment mei-visa 1200 | returnRefund awaitingReturn 1 mug-blue to mei-visa"
                ),
            ]),
    ]

    private static let exchanges = [
        RetailStory(
            name: "an exchange for less is owed to the customer",
            steps: [
                (.exchange("home-rug", [Swap("rug-large", for: "rug-small")], "mei-visa"), .ok),
                (.sendBack("home-rug", [("mug-red", 1)], "mei-paypal"), .refused("casesPerOrder")),
            ],
            after: [
                (
                    "home-rug",
                    "delivered | mug-red 1200, mug-red 1200, rug-large 12000 | payment mei-paypal 14400 | "
                        + "exchange awaitingReturn 1 rug-large for rug-small to mei-visa -4000"
                )
            ]),
        RetailStory(
            name: "an exchange for more is owed by the customer, whose gift card must hold it",
            steps: [
                (
                    .exchange("lan-lamp", [Swap("lamp-brass", for: "lamp-oak")], "lan-gift"),
                    .refused("balanceTooLow")
                ),
                (
                    .exchange("lan-lamp", [Swap("lamp-brass", for: "lamp-oak")], "mei-gift"),
                    .refused("refundMethodUnknown")
                ),
                (.exchange("lan-lamp", [Swap("lamp-brass", for: "lamp-oak")], "lan-visa"), .ok),
            ],
            after: [
                (
                    "lan-lamp",
                    "delivered | lamp-brass 4900 | payment lan-visa 4900 | exchange awaitingReturn 1 lamp-brass for lamp-oak to lan-visa 700"
                )
            ]),
        RetailStory(
            name: "several units are exchanged at once, each for what the customer likes",
            steps: [
                (
                    .exchange("home-lamps", [Swap("lamp-black", for: "lamp-green")], "mei-visa"),
                    .refused("newVariantUnavailable")
                ),
                (
                    .exchange("home-lamps", [Swap("lamp-black", for: "mug-blue")], "mei-visa"),
                    .refused("newVariantOfOtherProduct")
                ),
                (
                    .exchange(
                        "home-lamps",
                        [Swap("lamp-black", for: "lamp-oak", 2), Swap("lamp-oak", for: "lamp-brass")],
                        "mei-visa"), .ok
                ),
                (
                    .exchange("home-lamps", [Swap("lamp-oak", for: "lamp-black")], "mei-visa"),
                    .refused("unitsTaken")
                ),
            ],
            after: [
                (
                    "home-lamps",
                    "delivered | lamp-black 4500, lamp-black 4500, lamp-oak 5600 | payment mei-gift 4600, payment mei-visa 10000 | "
                        + "exchange awaitingReturn 2 lamp-black for lamp-oak, 1 lamp-oak for lamp-brass to mei-visa 1500"
                )
            ]),
    ]
}
