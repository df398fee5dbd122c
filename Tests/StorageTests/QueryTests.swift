import Storage
import Testing

/// Statements of a person that have no end: they end when nobody waits for them, and are bounded.
@Suite("Questions in SQL", .timeLimit(.minutes(2))) struct QueryTests {
    private static let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"

    private static func ask(_ store: Store) -> Task<String, Never> {
        Task {
            do {
                _ = try await store.query(endless, limit: 1)
                return "it ended"
            } catch {
                return "\(error)"
            }
        }
    }

    /// An interrupt alone is lost when it comes just before a statement begins.
    @Test func `end at whatever moment they are given up`() async throws {
        let folder = try TestFolder()
        let store = try Store(path: folder.database)
        for microseconds in 0..<400 {
            let question = Self.ask(store)
            try await Task.sleep(for: .microseconds(microseconds * 4))
            question.cancel()
            #expect(await question.value.contains("given up"))
        }
    }

    @Test func `so many at once and no more`() async throws {
        let folder = try TestFolder()
        let store = try Store(path: folder.database)
        let answers = await withTaskGroup(of: String.self) { group in
            let asked = (0..<9).map { _ in Self.ask(store) }
            for question in asked { group.addTask { await question.value } }
            // The first to have an answer is the one there was no room for.
            let first = await group.next() ?? "none"
            for question in asked { question.cancel() }
            return await group.reduce(into: [first]) { $0.append($1) }
        }
        #expect(answers[0].contains("8 statements are being run already"))
        #expect(answers.dropFirst().allSatisfy { $0.contains("given up") })
        #expect(try await store.query("SELECT 1", limit: 1).rows == [["1"]])
    }
}
