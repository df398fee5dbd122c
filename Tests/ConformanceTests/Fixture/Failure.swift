import Providers

/// Why a question is not answered; nil when it is.
func failure(_ question: () async throws -> Void) async -> ProviderError? {
    do {
        try await question()
        return nil
    } catch {
        return (error as? ProviderError)?.meaning
    }
}
