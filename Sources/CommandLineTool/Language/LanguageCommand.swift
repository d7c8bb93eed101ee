import ArgumentParser

/// What the program understands of language, measured on files; no data directory is needed.
struct LanguageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "language",
        abstract: "Measure how well messages are understood, on your own texts or on public ones.",
        discussion: """
            Files are UTF-8 with one record a line, its fields separated by tabs, without a heading. Each command prints
            one line of JSON.
            """,
        subcommands: [
            EvaluateCommand.self, IntentsCommand.self, RankCommand.self, EntitiesCommand.self,
            MoodCommand.self,
        ])
}
