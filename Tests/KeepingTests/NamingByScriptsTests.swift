import Accounts
import Keeping
import Lines
@testable import Running
import Scripting
import Testing

/// Scripts ask for lines by the names that persons use.
@Suite struct `Naming by scripts` {
    @Test(arguments: [
        ("country", "GB", true), ("country", "England", true), ("country", "uk", true),
        ("country", "US", false), ("country", "", false), ("service", "wa", true),
        ("service", "WhatsApp", true), ("service", "telegram", false),
    ])
    func `scripts name them as persons do`(
        field: String, word: String, isFound: Bool
    ) async throws {
        let fixture = try KeeperFixture()
        _ = try await fixture.keeper.recordIntent(
            .order, on: "pool", ActionDetails(), origin: "console"
        ) {
            $0.country = "GB"
            $0.service = "WhatsApp"
        }
        let answer = await fixture.keeper.answer(.lines([field: .string(word)]))
        #expect(try answer.get().items?.count == (isFound ? 1 : 0))
    }
}
