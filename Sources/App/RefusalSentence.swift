import Base
import Localisation
import Web

/// What the rules say no to, as a sentence for whoever runs the program.
public enum RefusalSentence {
    /// In English, as all of the command line; the refusal's code where the texts are not there.
    public static func english(_ refusal: any Refusal) -> String {
        do {
            return Problem(refusal, try Texts.shipped()(.english)).detail
        } catch {
            return refusal.code
        }
    }
}
