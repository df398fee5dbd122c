@testable import Accounts
import GRDB
import Lines
import Logging
import Providers
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// A code that is only a guess: taken at once on an activation, and held back elsewhere.
@Suite("A guessed code") struct GuessedCodeTests {
    /// What the provider calls the code and the text does not hold.
    private let guess = ReceivedMessage(text: "Welcome to Larkspur", code: "604118")
    private let certain = ReceivedMessage(text: "Your code is 482913")

    /// A world in which only short waits end.
    private func impatient(_ clock: ManualWorld) -> World {
        World(
            now: { clock.now }, uptime: { clock.world.uptime() },
            sleep: { span in
                guard span <= .seconds(10) else { return try await clock.world.sleep(span) }
                clock.advance(span)
            },
            random: { _ in 0 }, identifier: { clock.world.identifier() })
    }

    private func commands(
        _ clock: ManualWorld, _ world: World, isRental: Bool = true
    ) async throws -> CommandService {
        let account = Account(
            name: "pool", providerName: .smspool, url: "http://127.0.0.1",
            provider: UnreachableProvider(), requestsPerSecond: 100)
        let keeper = try Keeper(
            store: try Store.recorded(), world: world, accounts: [account],
            settings: KeeperSettings())
        if isRental {
            var rental = HeldRental(providerID: "R1")
            rental.number = "+14155550001"
            rental.expiresAt = noon + .days(20)
            _ = try await keeper.adopt(rental, on: "pool", forwards: true)
        } else {
            let status = ActivationStatus(.waiting, expiresAt: noon + .minutes(20))
            let reading = ActivationReading(providerID: "O1", status: status)
            _ = try await keeper.adopt(reading, on: "pool", forwards: true)
        }
        return CommandService(keeper: keeper, logger: Logger(label: "test"))
    }

    /// Begins to wait, and returns once it does.
    private func waiting(_ commands: CommandService) async throws -> Task<Message, any Error> {
        let task = Task { try await commands.code(on: "1", within: .seconds(60)) }
        while try await commands.keeper.line("1").listening.wantedUntil == nil {
            await Task.yield()
        }
        return task
    }

    @Test func `is taken once it was held back for ten seconds`() async throws {
        let clock = ManualWorld()
        let commands = try await commands(clock, impatient(clock))
        let code = try await waiting(commands)
        try await commands.keeper.receive([guess], on: 1)
        let found = try await code.value
        #expect(found.oneTimeCode?.shown == "604118?")
        #expect(clock.now == noon + .seconds(10))
    }

    @Test func `gives way to a certain one that comes meanwhile`() async throws {
        let clock = ManualWorld()
        let commands = try await commands(clock, clock.world)
        let code = try await waiting(commands)
        try await commands.keeper.receive([guess], on: 1)
        try await commands.keeper.receive([guess, certain], on: 1)
        #expect(try await code.value.code == "482913")
    }

    @Test func `is taken at once on an activation`() async throws {
        let clock = ManualWorld()
        let commands = try await commands(clock, clock.world, isRental: false)
        let code = Task { try await commands.code(on: "1", within: .seconds(60)) }
        try await commands.keeper.receive([guess], on: 1)
        #expect(try await code.value.oneTimeCode?.shown == "604118?")
    }

    @Test func `from before the question is held back for the rest of the time`() async throws {
        let clock = ManualWorld()
        let commands = try await commands(clock, impatient(clock))
        try await commands.keeper.receive([guess], on: 1)
        clock.advance(.seconds(4))
        #expect(try await commands.code(on: "1", within: .seconds(60)).code == "604118")
        #expect(clock.now == noon + .seconds(10))
        clock.advance(.seconds(5))
        #expect(try await commands.code(on: "1", within: .seconds(60)).code == "604118")
        #expect(clock.now == noon + .seconds(15))
    }

    @Test func `is the latest unless a certain one came shortly before it`() async throws {
        let clock = ManualWorld()
        let commands = try await commands(clock, clock.world)
        try await commands.keeper.receive([certain], on: 1)
        clock.advance(.minutes(10))
        try await commands.keeper.receive([certain, guess], on: 1)
        #expect(try await commands.code(on: "1", within: .zero).code == "482913")
        clock.advance(.minutes(1))
        let other = ReceivedMessage(text: "Welcome again", code: "777888")
        try await commands.keeper.receive([certain, guess, other], on: 1)
        #expect(try await commands.code(on: "1", within: .zero).code == "777888")
    }

    @Test func `has run out when its time is over`() async throws {
        let clock = ManualWorld()
        let commands = try await commands(clock, clock.world, isRental: false)
        try await commands.keeper.receive([certain], on: 1)
        let message = try await commands.code(on: "1", within: .zero)
        #expect(message.oneTimeCode?.validUntil == noon + .minutes(20))
        #expect(await !commands.hasRunOut(message))
        clock.advance(.minutes(20))
        #expect(await commands.hasRunOut(message))
    }

    @Test func `is decided again in parts, and no script runs again`() async throws {
        let clock = ManualWorld()
        let commands = try await commands(clock, clock.world)
        let store = commands.keeper.store
        try store.write {
            try $0.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
                    INSERT INTO message
                        (identity, line, account, text, code, stored_at, is_first, state)
                    SELECT i, 1, 'pool', 'Welcome', IIF(i % 500, NULL, '123456'), 0, 0, 'handled'
                    FROM n
                    """)
        }
        let first = try await commands.recomputeCodes(after: 0, isApplied: false)
        #expect(first.changes.map(\.message.id) == [500, 1000] && first.last == 1000)
        let second = try await commands.recomputeCodes(after: 1000, isApplied: false)
        #expect(second.changes.map(\.message.id) == [1500] && second.last == nil)
        #expect(try store.message(500)?.oneTimeCode?.isGuess == false)
        _ = try await commands.recomputeCodes(after: 0, isApplied: true)
        #expect(try store.message(500)?.oneTimeCode?.isGuess == true)
        #expect(try store.message(500)?.state == .handled)
        let third = try await commands.recomputeCodes(after: 0, isApplied: false)
        #expect(third.changes.isEmpty)
    }
}
