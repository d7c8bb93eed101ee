extension IntentCorpus {
    /// A phrase as an example to learn from, and the line that it is a way of.
    struct Example: Sendable {
        let text: LabelledText
        let line: Int
    }

    /// Every intent in every language, up to so many ways of each line; each want once more among words of courtesy, as
    /// people surround it.
    func examples(perLine: Int = phrasesPerLine) -> [Example] {
        var (examples, line) = ([Example](), 0)
        for intent in Intent.allCases {
            for tongue in Tongue.allCases {
                for phrases in lines(intent, tongue, perLine: perLine) {
                    line += 1
                    for (number, phrase) in phrases.enumerated() {
                        let texts =
                            intent.isCourtesy
                            ? [phrase] : [phrase, tongue.surrounded(phrase, line * 13 + number)]
                        examples += texts.map {
                            Example(text: LabelledText($0, label: intent.rawValue), line: line)
                        }
                    }
                }
            }
        }
        return examples
    }
}

extension IntentCorpus.Tongue {
    /// A want as it stands in a message: behind a greeting, before thanks, or both.
    fileprivate func surrounded(_ phrase: String, _ number: Int) -> String {
        let (before, after) = courtesies
        let first = number % 3 == 0 ? "" : before[number * 7 % before.count]
        let last = number % 3 == 1 ? "" : after[number * 5 % after.count]
        return first + phrase + last
    }

    private var courtesies: (before: [String], after: [String]) {
        switch self {
        case .chinese:
            (
                [
                    "你好 ", "您好，", "请问", "你好，我想问一下", "亲，", "我想问下", "在吗 ", "那", "客服你好 ", "麻烦问下", "就是", "不好意思，",
                    "好的 ", "嗯嗯 ",
                    "您好 我想咨询一下",
                ], [" 谢谢", "，谢谢", " 麻烦了", "？", "。", "！", "呢", "啊", " 你好", " 急", "。。", " 在吗", "呀"]
            )
        case .english:
            (
                [
                    "hi, ", "hello ", "hey ", "excuse me, ", "so ", "sorry, ", "good morning, ", "ok but ",
                    "help, ", "hi there. ",
                ],
                [
                    " please", ", thanks", "?", "!", " thank you", " please help", "...", " asap",
                    ", can you help me", "??",
                ]
            )
        }
    }
}
