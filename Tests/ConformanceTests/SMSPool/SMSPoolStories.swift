import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// What only SMSPool has: settings of rentals, an archive, and a history with pages.
@Suite("SMSPool's own calls", .timeLimit(.minutes(20)))
struct SMSPoolStories {
    private static let order = ActivationOrder(service: "1012", country: "3")

    private func tell(
        _ emulator: SMSPoolInProcessTransport, _ name: String, _ words: String...
    ) async throws -> CommandTable {
        let account = emulator.account
        let command = try #require(account.commands.first { $0.name == name })
        return try await account.tell(name, try CommandWords(words, of: command)).value
    }

    private func isExtended(_ emulator: SMSPoolInProcessTransport, _ id: String) async throws
        -> Bool
    {
        let rows = try await tell(emulator, "rental", id).rows
        return try #require(rows.first { $0[0] == "extends by itself" })[1] == "yes"
    }

    @Test func `automatic extension is set, not toggled`() async throws {
        let emulator = SMSPoolInProcessTransport()
        let account = emulator.account
        let id = try await account.rent(RentalOrder(offer: "7", days: 7)).value.providerID
        #expect(try await account.setAutoExtend(id, to: true).value)
        #expect(try await account.setAutoExtend(id, to: true).value)
        #expect(emulator.count("rental/auto_extend") == 1)
        #expect(try await isExtended(emulator, id))
        #expect(try await account.status(of: id).value.autoExtend == true)
        #expect(try await account.setAutoExtend(id, to: false).value == false)
        #expect(try await !isExtended(emulator, id))
        // A line that was told to extend by itself outlives its days.
        _ = try await account.setAutoExtend(id, to: true)
        emulator.wait(.days(8))
        let end = try await account.status(of: id).value.expiresAt
        #expect(try #require(end) > emulator.now)
    }

    @Test func `a lost answer leaves the setting to be read, and changes it once`() async throws {
        let emulator = SMSPoolInProcessTransport()
        let account = emulator.account
        let id = try await account.rent(RentalOrder(offer: "7", days: 7)).value.providerID
        emulator.lose("rental/auto_extend")
        let error = await failure { _ = try await account.setAutoExtend(id, to: true) }
        #expect(error?.leavesDoubt == true)
        #expect(try await account.setAutoExtend(id, to: true).value)
        #expect(emulator.count("rental/auto_extend") == 1)
    }

    @Test func `a rental that cannot be extended is refused by name`() async throws {
        let emulator = SMSPoolInProcessTransport()
        let account = emulator.account
        let id = try await account.rent(RentalOrder(offer: "3", days: 3)).value.providerID
        let error = await failure { _ = try await account.setAutoExtend(id, to: true) }
        #expect(error?.leavesDoubt == false)
    }

    @Test func `a port is reset, and only one that has a port`() async throws {
        let emulator = SMSPoolInProcessTransport()
        let account = emulator.account
        let sleeping = try await account.rent(RentalOrder(offer: "7", days: 7)).value
        let always = try await account.rent(RentalOrder(offer: "24", days: 7)).value
        _ = try await account.reset(sleeping.providerID)
        #expect(emulator.sms("too soon", to: sleeping.number) == false)
        emulator.wait(.seconds(60))
        #expect(emulator.sms("it hears again", to: sleeping.number))
        let error = await failure { _ = try await account.reset(always.providerID) }
        #expect(error?.refusal == .refused)
        let unknown = await failure { _ = try await account.reset("NOSUCH") }
        #expect(unknown == .notFound)
    }

    @Test func `the history has pages, a search and an archive`() async throws {
        let emulator = SMSPoolInProcessTransport()
        var ids: [String] = []
        for _ in 0..<5 {
            ids.insert(try await emulator.account.order(Self.order).value.providerID, at: 0)
            emulator.wait(.seconds(1))
        }
        func shown(_ words: String...) async throws -> [String?] {
            let command = try #require(emulator.account.commands.first { $0.name == "history" })
            return try await emulator.account.tell(
                "history", try CommandWords(words, of: command)
            ).value.rows.map { $0[0] }
        }
        #expect(try await shown() == ids)
        #expect(try await shown("limit=2", "page=2") == Array(ids[2..<4]))
        #expect(try await shown("limit=2", "page=4") == [])
        #expect(try await shown("search=\(ids[3])") == [ids[3]])
        emulator.wait(.minutes(21))
        let open = try await emulator.account.order(Self.order).value.providerID
        #expect(try await tell(emulator, "archive").rows.count == 2)
        #expect(try await shown() == [open])
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `a product is named by its tag, where it has one`(_ generation: EmulatorGeneration)
        async throws
    {
        let offers = try await SMSPoolInProcessTransport(generation).account.rentalOffers().value
        let name = offers.first { $0.id == "7" }?.name
        let isCurrent = generation == .current
        #expect(name == (isCurrent ? "United States (Single service)" : "United States"))
        #expect(offers.first { $0.id == "2" }?.name == "United Kingdom")
    }
}
