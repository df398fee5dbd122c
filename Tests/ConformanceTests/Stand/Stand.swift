import Lines
import ProviderEmulator
import Providers
import TestSupport
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
    let controls: EmulatorControls
    let account: any Provider

    init(
        _ subject: Subject, at addresses: [EmulatedProviderAddress], over transport: any Transport
    ) throws {
        let address = try addresses.first(where: \.name, is: subject.provider)
        self.subject = subject
        self.transport = transport
        url = address.url
        controls = EmulatorControls(of: url, provider: subject.provider, over: transport)
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
        let emulator = Emulator(
            options: EmulatorOptions(generation: generation, limitsRequests: false),
            uptime: { .zero }, now: Stand.start, sleep: Subject.sleep)
        try await withTransport { transport in
            try await withEmulator(emulator) { addresses in
                let stand = try Stand(self, at: addresses, over: transport)
                try await stand.controls.set(balance: Stand.opening)
                try await story(stand)
                try await stand.expectNoKeyInURLs()
            }
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
