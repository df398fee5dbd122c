import Accounts
import Keeping
import Lines
import Logging
import Providers
import Running
import Storage
import Testing
import Transport

/// A wait that ends without a new code while an older one is known.
@Suite("A code from before") struct OldCodeTests {
    /// A desk whose waits end at once, and a line with a code.
    private func commands(receivedAt: Instant, backlog: Bool = false) async throws -> CommandService
    {
        let clock = ManualWorld()
        let world = World(
            now: { clock.now }, uptime: { clock.world.uptime() },
            sleep: { clock.advance($0) }, random: { _ in 0 },
            identifier: { clock.world.identifier() })
        let account = Account(
            name: "pool", providerName: .smspool, url: "http://127.0.0.1",
            provider: UnreachableProvider(), requestsPerSecond: 100)
        let keeper = try Keeper(
            store: try Store.recorded(), world: world, accounts: [account],
            settings: KeeperSettings())
        var rental = HeldRental(providerID: "R1")
        rental.number = "+14155550001"
        rental.expiresAt = noon + .days(20)
        let line = try await keeper.adopt(rental, on: "pool", forwards: !backlog)
        let message = ReceivedMessage(text: "Your code is 482913", receivedAt: receivedAt)
        try await keeper.receive([message], on: line.id)
        return CommandService(keeper: keeper, logger: Logger(label: "test"))
    }

    private func complaint(_ commands: CommandService, on line: String?) async -> String {
        do {
            return "code \(try await commands.code(on: line, within: .minutes(2)).code ?? "")"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [false, true])
    func `is named with its age when no new one came`(backlog: Bool) async throws {
        let commands = try await commands(receivedAt: noon - .minutes(43), backlog: backlog)
        #expect(
            await complaint(commands, on: "1")
                == "No new code on line 1 (+14155550001) in that time. The last "
                + "one is 482913, 45 minutes old."
        )
        #expect(
            await complaint(commands, on: nil)
                == "No new code in that time. The last one, on line 1, is 482913, 47 minutes old."
        )
        #expect(try await commands.code(on: "1", within: .zero).code == "482913")
    }

    @Test func `is taken where it is half a minute old`() async throws {
        let commands = try await commands(receivedAt: noon - .seconds(29))
        #expect(await complaint(commands, on: "1") == "code 482913")
    }

    @Test(arguments: [
        (0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"),
        (61, "61 seconds"), (119, "119 seconds"), (120, "2 minutes"), (3599, "59 minutes"),
        (3600, "1 hour"), (3660, "61 minutes"), (7199, "119 minutes"), (7200, "2 hours"),
        (86_400, "1 day"), (90_000, "25 hours"), (172_800, "2 days"),
    ])
    func `its age is said in one unit`(seconds: Int, words: String) {
        #expect(Duration.seconds(seconds).inWords == words)
    }
}
