import Keeping
import Lines
import Running
import ServiceLifecycle
import Transport

/// Adopts what the practice accounts hold, one account after the other, so that the numbers of lines
/// are the same at every start and instructions can name them.
struct PracticeAdoption: ServiceLifecycle.Service {
    /// The lines of the first account, which is adopted by its own lists.
    private static let first = 5
    private static let patience = Duration.seconds(10)

    let keeper: Keeper
    let commands: CommandService
    let world: World

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let deadline = world.uptime() + Self.patience
            while await keeper.allLines().count < Self.first, world.uptime() < deadline {
                try await world.sleep(.milliseconds(50))
            }
            for name in await keeper.accountNames() where name != "practice" {
                // An account without lines has nothing to adopt, and one that lists nothing cannot.
                _ = try? await commands.adopt(account: name, providerID: nil)
            }
            // The end of a service would be the end of the manager.
            while true { try await world.sleep(.hours(1)) }
        }
    }
}
