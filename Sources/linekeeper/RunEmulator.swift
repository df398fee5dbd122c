import EmulatorServer
import Foundation
import Logging
import ProviderEmulator
import ServiceLifecycle
import Transport
import UnixSignals

/// Runs the emulator as a process: prints the address of each provider, then serves until it is
/// ended.
struct RunEmulator {
    var command: EmulatorCommand

    func run() async -> Int32 {
        do {
            let world = World.live()
            let emulator = Emulator(
                options: try command.options(), uptime: world.uptime, now: world.now(),
                sleep: world.sleep)
            let group = ServiceGroup(
                services: [EmulatorService(emulator: emulator)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: .init(label: "emulator"))
            try await group.run()
            return 0
        } catch {
            StandardError.say("\(error)")
            return 1
        }
    }
}

private struct EmulatorService: Service {
    let emulator: Emulator

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await emulator.run { addresses in
                for address in addresses {
                    print("\(address.name) \(address.url) \(address.key)")
                }
                print("ready")
                fflush(nil)
            }
        }
    }
}
