import TestSupport

/// What the manager is compared with: the provider's books, and how often it was asked for what.
struct ProviderSide: Sendable {
    var books: ProviderBooks
    var requests: [String: Int]

    init(asking controls: EmulatorControls) async throws {
        books = try await controls.books()
        requests = try await controls.requests()
    }
}
