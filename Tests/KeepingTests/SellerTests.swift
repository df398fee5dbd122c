import Accounts
import Keeping
import Lines
import Logging
import Providers
import Running
import Storage
import Testing
import Transport

/// Which of several accounts sells a rental, and the error if none does.
@Suite("The seller") struct SellerTests {
    /// A provider that only lists rentals.
    private static func provider(_ offers: [RentalOffer]?) -> UnreachableProvider {
        var provider = UnreachableProvider()
        provider.offers = offers
        return provider
    }

    private static func offer(_ id: String, _ name: String) -> RentalOffer {
        RentalOffer(
            id: id, name: name, prices: [7: Money(tenThousandths: 50_000)], isExtendable: true)
    }

    private func commands(_ accounts: [String: [RentalOffer]?]) throws -> CommandService {
        let keeper = try Keeper(
            store: try Store.recorded(), world: ManualWorld().world,
            accounts: accounts.map { name, offers in
                Account(
                    name: name, providerName: .smspool, url: "http://127.0.0.1",
                    provider: Self.provider(offers), requestsPerSecond: 100)
            }, settings: KeeperSettings())
        return CommandService(keeper: keeper, logger: Logger(label: "test"))
    }

    /// The account, or the error.
    private func seller(_ offer: String, days: Int = 7, _ commands: CommandService) async -> String
    {
        do {
            return try await commands.quote(RentalRequest(offer: offer, days: days)).account
        } catch {
            return "\(error)"
        }
    }

    @Test func `is the one account that has the offer`() async throws {
        let commands = try commands([
            "many": [Self.offer("7", "France")], "pool": [Self.offer("2", "Germany")],
            "void": [],
        ])
        #expect(await seller("7", commands) == "many")
        #expect(await seller("2", commands) == "pool")
        #expect(await seller("Germ", commands) == "pool")
    }

    @Test func `is asked for where several have it, or one cannot tell`() async throws {
        let several = try commands([
            "many": [Self.offer("7", "France")], "pool": [Self.offer("7", "Germany")], "void": [],
        ])
        #expect(
            await seller("7", several)
                == "Several accounts are possible: many, pool. Choose one with --account.")
        let silent = try commands([
            "many": [Self.offer("7", "France")], "void": nil as [RentalOffer]?,
        ])
        let said = await seller("7", silent)
        #expect(
            said.hasPrefix(
                "Account many sells 7. It is unknown whether account void does:"))
        #expect(said.hasSuffix("Choose one with --account."))
    }

    @Test func `that there is none is said of all that were asked`() async throws {
        let commands = try commands(["many": [Self.offer("7", "France")], "pool": [], "void": []])
        #expect(
            await seller("9", commands)
                == "None of the accounts many, pool, void has a rental 9. `offers --rentals` "
                + "lists them.")
        #expect(
            await seller("Franec", commands)
                == "None of the accounts many, pool, void has a rental Franec. Did you mean France?"
        )
        let one = try self.commands(["pool": []])
        #expect(await seller("9", one).hasPrefix("The provider has no rental 9."))
    }

    @Test func `reasons that differ are told with their accounts`() {
        var refusals = Refusals()
        #expect(refusals.error == nil)
        refusals.append(ProviderError.outOfStock(""), of: "many")
        #expect(refusals.error is ProviderError)
        refusals.append(ProviderError.outOfStock(""), of: "pool")
        #expect("\(refusals.error!)" == "No number is in stock now. Try later or elsewhere.")
        refusals.append(ProviderError.noPrice, of: "void")
        #expect(
            "\(refusals.error!)"
                == "Account many: No number is in stock now. Try later or elsewhere. Account pool: No "
                + "number is in stock now. Try later or elsewhere. Account void: The provider has no "
                + "price for this service in this country.")
        var same = Refusals()
        for name in ["many", "pool"] { same.append(ProviderError.noPrice, of: name) }
        #expect("\(same.error!)".hasPrefix("Account many: The provider has no price"))
        var countries = Refusals()
        for name in ["many", "pool"] {
            countries.append(
                KeeperError.unknown(what: "country", name: "Atlantis", nearest: []), of: name)
        }
        #expect(
            "\(countries.error!)"
                == "None of the accounts many, pool has a country Atlantis. `offers --countries` "
                + "lists them.")
        // One that answers otherwise does not make the others repeat themselves.
        countries.append(ProviderError.noPrice, of: "void")
        #expect(
            "\(countries.error!)"
                == "None of the accounts many, pool has a country Atlantis. `offers --countries` "
                + "lists them. Account void: The provider has no price for this service in this "
                + "country.")
    }
}
