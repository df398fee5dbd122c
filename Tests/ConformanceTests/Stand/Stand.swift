import Lines
import ProviderEmulator
import Providers
import Testing
import Transport

/// A provider's emulator on a port of its own, and an account on it over real HTTP, for the
/// duration of one story. Time stands still except when the story moves it.
struct Stand: Sendable {
    /// The opening balance of the emulated account.
    static let opening = Money(tenThousandths: 1000_0000)
    static let start = Instant(unixSeconds: 1_772_000_000)

    let subject: Subject
    let transport: any Transport
    let url: String
    let controls: Controls
    let account: any Provider

    init(
        _ subject: Subject, at addresses: [EmulatedProviderAddress], over transport: any Transport
    ) throws {
        let address = try addresses.first(where: \.name, is: subject.provider)
        self.subject = subject
        self.transport = transport
        url = address.url
        let root = url.split(separator: "/").prefix(2).joined(separator: "//")
        controls = Controls(transport: transport, root: root, provider: subject.provider)
        account = subject.account(transport, url, Secret(address.key), nil)
    }

    /// Another account on the same emulator.
    func account(key: String = emulatorKey, patience: Duration? = nil) -> any Provider {
        subject.account(transport, url, Secret(key), patience)
    }
}

extension Subject {
    /// Sets up a stand, runs the story on it, and checks that the key appears nowhere it must not.
    func onStand(_ story: @escaping @Sendable (Stand) async throws -> Void) async throws {
        let transport = AsyncHTTPTransport()
        do {
            try await withEmulator { addresses in
                let stand = try Stand(self, at: addresses, over: transport)
                try await stand.controls.set(balance: Stand.opening)
                try await story(stand)
                try await stand.expectNoKeyInURLs()
            }
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    private func withEmulator(
        _ body: @escaping @Sendable ([EmulatedProviderAddress]) async throws -> Void
    ) async throws {
        let emulator = Emulator(
            options: EmulatorOptions(generation: generation, limitsRequests: false),
            uptime: { .zero }, now: Stand.start, sleep: Subject.sleep)
        let (openings, opening) = AsyncStream<[EmulatedProviderAddress]>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await emulator.run { addresses in
                    opening.yield(addresses)
                    opening.finish()
                }
            }
            group.addTask {
                for await addresses in openings { try await body(addresses) }
            }
            // The first to end: the story, or an emulator that failed to run.
            try await group.next()
            group.cancelAll()
        }
    }

    /// Slow answers come at once; hanging ones are held until the client leaves.
    @Sendable private static func sleep(_ duration: Duration) async throws {
        guard duration > .seconds(60) else { return }
        let (never, end) = AsyncStream<Never>.makeStream()
        for await _ in never {}
        end.finish()
        throw CancellationError()
    }
}
