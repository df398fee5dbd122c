import EmulatorServer
import Lines
import ProviderEmulator
import Providers
import TestSupport
import Transport

/// A provider's emulator on a port of its own, and an account on it over real HTTP, for the
/// duration of one story. Time stands still except when the story moves it.
struct EmulatorFixture: Sendable {
    /// The opening balance of the emulated account.
    static let opening = Money(tenThousandths: 1000_0000)
    static let start = Instant(unixSeconds: 1_772_000_000)
    /// The deadline of a call that is answered, on a machine that is busy with other tests.
    private static let patience = Duration.seconds(120)

    let providerCase: ProviderCase
    let transport: any Transport
    let url: String
    let controls: EmulatorControls
    let account: any Provider

    init(
        _ providerCase: ProviderCase, at addresses: [EmulatedProviderAddress],
        over transport: any Transport
    ) throws {
        let address = try addresses.first(where: \.name, is: providerCase.provider)
        self.providerCase = providerCase
        self.transport = transport
        url = address.url
        controls = EmulatorControls(of: url, provider: providerCase.provider, over: transport)
        account = providerCase.account(transport, url, Secret(address.key), Self.patience)
    }

    /// Another account on the same emulator.
    func account(key: String = emulatorKey, patience: Duration? = nil) -> any Provider {
        providerCase.account(transport, url, Secret(key), patience ?? Self.patience)
    }
}

extension ProviderCase {
    /// Sets up a stand, runs the story on it, and checks that the key appears nowhere it must not.
    func withFixture(_ story: @escaping @Sendable (EmulatorFixture) async throws -> Void)
        async throws
    {
        let emulator = Emulator(
            options: EmulatorOptions(generation: generation, limitsRequests: false),
            uptime: { .zero }, now: EmulatorFixture.start, sleep: ProviderCase.sleep)
        try await withTransport { transport in
            try await withEmulator(emulator) { addresses in
                let fixture = try EmulatorFixture(self, at: addresses, over: transport)
                try await fixture.controls.set(balance: EmulatorFixture.opening)
                try await story(fixture)
                try await fixture.expectNoKeyInURLs()
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
