/// How texts become features and how features are learnt from.
///
/// English: words, pairs of words, and the parts of words of two to five characters. Chinese: characters and short
/// runs of them. Which of the two a text is follows from its script, so that one model serves both languages.
/// The settings are those that did best on development parts of Banking77, CLINC150, JDDC and shop reviews
/// (figures in docs/language.md).
public struct TextRecipe: Sendable, Hashable {
    /// The longest run of Chinese characters that is a feature.
    public var hanRun = 2
    /// Each block of features is hashed into 2 to the power of this many buckets.
    public var bucketBits = 16
    /// A bucket seen in fewer training texts is left out.
    public var documentsAtLeast = 1
    /// Cost of an error against the size of the weights (C of a support vector machine).
    public var cost: Float = 1
    /// With two labels: the power of a feature's naive Bayes ratio that its value is multiplied by; 0 leaves it out.
    public var ratioPower: Float = 0
    /// What is written beyond is not read.
    public var scalarsAtMost = 800

    /// Short messages to one of many intents.
    public static let intents = TextRecipe()

    /// Reviews to praise or blame.
    public static let sentiment = TextRecipe(
        hanRun: 3, bucketBits: 18, documentsAtLeast: 3, cost: 0.3, ratioPower: 0.5)
}
