/// Lets so many in at a time: the machine has few cores, and too many at once would only wait for each
/// other.
package actor ConcurrencyLimit {
    private let places: Int
    private var free: Int
    private var waiting: [(places: Int, continuation: CheckedContinuation<Void, Never>)] = []

    package init(_ places: Int) {
        self.places = places
        free = places
    }

    package func passing(
        alone: Bool = false, _ work: @Sendable () async throws -> Void
    ) async throws {
        let count = alone ? places : 1
        await enter(count)
        defer { leave(count) }
        try await work()
    }

    private func enter(_ count: Int) async {
        guard free < count || !waiting.isEmpty else {
            free -= count
            return
        }
        await withCheckedContinuation { waiting.append((count, $0)) }
    }

    /// In the order of arrival, so that a large request never waits for ever.
    private func leave(_ count: Int) {
        free += count
        while let next = waiting.first, next.places <= free {
            free -= next.places
            waiting.removeFirst().continuation.resume()
        }
    }
}
