import Base
import Localisation
import Markup
import Storage
import Web

/// What no visit can bring about at will: the pages of faults, and of somebody who comes too often.
struct GalleryProblems: Sendable {
    let texts: TextTable

    private static let known: [(status: Int, error: any Error)] = [
        (403, WebRefusal.crossSiteRequest), (429, WebRefusal.rateLimited(seconds: 30)),
        (500, GalleryFailure(place: "", says: "")), (503, StorageFailure.unavailable("")),
        (507, StorageFailure.diskFull),
    ]

    static let places = known.map {
        GalleryPlace("Problem \($0.status)", "problem-\($0.status)", .visitor, "", $0.status)
    }

    /// By their names.
    var pages: [(String, HTML)] {
        Self.known.map { status, error in
            let problem = Problem(error, reference: "7f3a2c91", texts)
            return ("problem-\(status)", ProblemPage(problem: problem, path: "/s", texts: texts).body)
        }
    }
}
