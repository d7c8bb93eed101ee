import Base
import Testing

@testable import App

/// Conversations with the assistant that do something, as texts in `Dialogues/Stories`, played through the chat's own calls.
@Suite(.timeLimit(.minutes(20))) struct DialogueStoryTests {
    @Test func `every story goes as it is written`() async throws {
        let stories = try DialogueStory.all()
        #expect(stories.count > 5)
        try await TestServer.run {
            $0.addressBurst = 100_000
        } _: { server in
            await server.services.intents.prepare()
            for (number, story) in stories.enumerated() {
                var play = try await DialoguePlay(story, number, server)
                try await play.run()
            }
        }
    }
}
