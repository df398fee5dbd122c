/// A semaphore: the machine has few cores, and too many simultaneous worlds would only wait for
/// each other.
actor Turnstile {
    /// Shared by all cells and stories.
    static let shared = Turnstile(20)

    private let places: Int
    private var free: Int
    private var waiting: [(places: Int, continuation: CheckedContinuation<Void, Never>)] = []

    init(_ places: Int) {
        self.places = places
        free = places
    }

    func passing(alone: Bool = false, _ work: @Sendable () async throws -> Void) async throws {
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
