package import EmulatorServer

/// Runs an emulator for the time of the work, which is told where its providers are.
package func withEmulator(
    _ emulator: Emulator,
    _ work: @escaping @Sendable ([EmulatedProviderAddress]) async throws -> Void
) async throws {
    let (openings, opening) = AsyncStream<[EmulatedProviderAddress]>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await emulator.run { addresses in
                opening.yield(addresses)
                opening.finish()
            }
        }
        group.addTask {
            for await addresses in openings { try await work(addresses) }
        }
        // Whichever ends first: the work, or an emulator that could not run.
        try await group.next()
        group.cancelAll()
    }
}
