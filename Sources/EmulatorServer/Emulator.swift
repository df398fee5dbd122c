import Hummingbird
import HummingbirdCore
package import Lines
import Logging
import NIOCore
import ProviderEmulator

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The emulated providers as a server on this machine, in its own process or inside another.
package struct Emulator: Sendable {
    private let options: EmulatorOptions
    private let emulation: SharedEmulation
    private let start: Instant
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - uptime: monotonic time.
    ///   - now: the present time, at which the emulator's own time starts.
    ///   - sleep: suspends for real time, for slow answers and the practice traffic.
    package init(
        options: EmulatorOptions, uptime: @escaping @Sendable () -> Duration, now: Instant,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.options = options
        self.start = now
        self.sleep = sleep
        let clock = EmulatedClock(start: now, uptime: uptime(), speed: options.speed)
        emulation = SharedEmulation(
            Emulation(providers: Emulator.providers(options, now: now), clock: clock),
            uptime: uptime)
    }

    /// All providers. A new one is added here, and nowhere else.
    private static func providers(
        _ options: EmulatorOptions, now: Instant
    ) -> [any EmulatedProvider] {
        let balance = Money(tenThousandths: 100_0000)
        // The first practice account has already paid for its rentals, so it starts with more.
        var providers: [any EmulatedProvider] = [
            SMSPoolEmulator(
                generation: options.generation, seed: options.seed,
                balance: options.practice ? Money(tenThousandths: 160_0000) : balance),
            SMSActivateDevEmulator(seed: options.seed, balance: balance),
            SMS1001Emulator(
                generation: options.generation, seed: options.seed, balance: balance),
            VirtualSMSEmulator(
                generation: options.generation, seed: options.seed, balance: balance,
                allowance: options.limitsRequests ? 60 : nil),
        ]
        for dialect in HandlerAPIEmulator.Dialect.allCases {
            providers.append(
                HandlerAPIEmulator(
                    seed: options.seed, now: now, dialect: dialect, balance: balance))
        }
        guard options.practice else { return providers }
        // One account for each provider is enough, whatever dialects there are.
        providers.removeAll { $0.name.hasPrefix("handler-api-") }
        for index in providers.indices { providers[index].settleInForPractice(at: now) }
        return providers
    }

    /// Serves until the task is cancelled, or until the service group it is in shuts down.
    ///
    /// - Parameter ready: called once requests are answered, with the address of each provider.
    /// - Throws: `EmulatorError` if it cannot serve with these options.
    package func run(
        ready: @escaping @Sendable ([EmulatedProviderAddress]) async -> Void
    ) async throws {
        guard (0...65_535).contains(options.port) else {
            throw EmulatorError.badPort(options.port)
        }
        guard options.speed > 0, options.speed <= 1_000_000 else {
            throw EmulatorError.badSpeed(options.speed)
        }
        let (ports, listening) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let server = server { channel in
            listening.yield(channel.localAddress?.port ?? options.port)
            listening.finish()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await port in ports { await ready(addresses(port)) }
                if options.practice { try await sendPracticeTraffic() }
            }
            group.addTask { try await WebhookSender(emulation: emulation).run() }
            do {
                try await server.run()
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                throw EmulatorError.portBusy(options.port)
            } catch let error as IOError where error.errnoCode == EACCES {
                throw EmulatorError.portForbidden(options.port)
            }
            group.cancelAll()
        }
    }

    private func server(
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> Server<EmulatorChannel> {
        var logger = Logger(label: "emulator")
        logger.logLevel = .critical
        let handler = EmulatorHTTPHandler(emulation: emulation, sleep: sleep)
        return Server(
            childChannelSetup: EmulatorChannel(handler: handler),
            configuration: ServerConfiguration(
                address: .hostname("127.0.0.1", port: options.port)),
            onServerRunning: onRunning,
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger)
    }

    private func addresses(_ port: Int) -> [EmulatedProviderAddress] {
        emulation.places.map { place in
            EmulatedProviderAddress(
                name: place.name, url: "http://127.0.0.1:\(port)\(place.path)", key: emulatorKey)
        }
    }

    private func sendPracticeTraffic() async throws {
        var traffic = PracticeTraffic(seed: options.seed, start: start)
        while true {
            try await sleep(traffic.pause())
            emulation.send(from: &traffic)
        }
    }
}
