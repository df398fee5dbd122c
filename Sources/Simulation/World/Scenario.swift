import Accounts
import Keeping
import Lines
import ProviderEmulator
import Providers
import Transport
import VirtualTime

/// The random choices for one life before it begins: the person, the configuration, and the
/// frequency of events and faults.
struct Scenario: Sendable {
    struct Account: Sendable {
        var name: String
        /// The provider of the account.
        var provider: ProviderProfile.Name
        var generation: EmulatorGeneration
        /// The error of the provider's clock.
        var skew: Duration
        var balance: Money
        var requestsPerSecond: Double
        var adopts: Bool
        var spendingPerDay: Money?

        var profile: ProviderProfile { .named(provider) }
    }

    var accounts: [Account]
    var settings: KeeperSettings
    var scripts: [String: String]
    /// Mean pauses between events.
    var betweenMessages: Duration
    var betweenWishes: Duration
    var betweenOutages: Duration
    var betweenCrashes: Duration
    var betweenClockSteps: Duration?
    /// Pauses between attacks on the script worker; nil if there are none.
    var betweenWorkerLosses: Duration?
    /// Pauses between periods in which a provider's answers have a wrong date.
    var betweenWrongDates: Duration?
    var longestDowntime: Duration
    /// How often a single call is lost on its way, and its answer on the way back, without an
    /// outage.
    var loss: Double
    /// How often a channel's receiver refuses a forward.
    var receiverFailure: Double
    /// The number of rentals the person wants to hold.
    var rentals: Int
    /// Whether the person also buys and returns things on the provider's website.
    var usesWebsite: Bool

    /// - Parameters:
    ///   - markets: the random stream that chooses providers, so that the rest of a life does not
    ///     depend on which there are.
    ///   - needs: the random stream that chooses lives with too small a budget, and with a worker
    ///     that is lost now and then.
    ///   - provider: the provider of all accounts, if it is not random.
    init(
        drawnFrom chance: Chance, profiles: Chance, needs: Chance,
        only provider: ProviderProfile.Name?
    ) {
        accounts = (0..<(chance.happens(0.3) ? 2 : 1)).map { index in
            let skew: Duration =
                chance.happens(0.75) ? .zero : chance.between(.hours(-3), .hours(3))
            return Account(
                name: ["pool", "second"][index], provider: .smspool,
                generation: chance.happens(0.7) ? .current : .document, skew: skew,
                balance: Money(tenThousandths: Int64(60 + chance.below(400)) * 10_000),
                requestsPerSecond: chance.one(of: [2, 5, 10]), adopts: chance.happens(0.8),
                spendingPerDay: chance.happens(0.2)
                    ? Money(tenThousandths: Int64(10 + chance.below(50)) * 10_000) : nil)
        }
        for index in accounts.indices {
            let drawn = ProviderProfile.draw(profiles)
            accounts[index].provider = provider ?? drawn
            accounts[index].requestsPerSecond = min(
                accounts[index].requestsPerSecond,
                accounts[index].profile.capabilities.requestsPerSecond)
        }
        settings = Scenario.settings(chance)
        scripts = Scenario.scripts(chance)
        betweenMessages = chance.one(of: [.minutes(40), .hours(3), .hours(9)])
        betweenWishes = chance.one(of: [.hours(3), .hours(8), .hours(24)])
        betweenOutages = chance.one(of: [.hours(18), .days(3), .days(12)])
        betweenCrashes = chance.one(of: [.hours(20), .days(4), .days(20)])
        betweenClockSteps = chance.happens(0.4) ? .days(6) : nil
        longestDowntime = chance.one(of: [.minutes(1), .hours(2), .days(2)])
        loss = chance.one(of: [0, 0.002, 0.02])
        receiverFailure = chance.one(of: [0, 0.02, 0.3])
        rentals = chance.below(3)
        usesWebsite = chance.happens(0.4)
        betweenWrongDates = chance.happens(0.5) ? chance.one(of: [.hours(6), .days(2)]) : nil
        if needs.happens(0.25) { becomePoor(needs) }
        betweenWorkerLosses = needs.happens(0.4) ? needs.one(of: [.hours(5), .days(1)]) : nil
    }

    /// The budget is far too small: many rentals that should be checked often.
    private mutating func becomePoor(_ chance: Chance) {
        for index in accounts.indices {
            accounts[index].requestsPerSecond = chance.one(of: [0.2, 0.3, 0.5])
            accounts[index].balance =
                accounts[index].balance + Money(tenThousandths: 2_000_000)
        }
        rentals = 3 + chance.below(4)
        settings.policy.polling.rentals = .seconds(10)
        settings.policy.polling.activations = .seconds(5)
        settings.policy.polling.idle = .minutes(2)
    }

    private static func settings(_ chance: Chance) -> KeeperSettings {
        var settings = KeeperSettings()
        settings.policy.rentals.listening = chance.happens(0.7) ? .always : .onDemand
        if chance.happens(0.7) {
            settings.policy.rentals.extendBefore = chance.one(of: [.hours(6), .days(1), .days(3)])
            settings.policy.rentals.extendDays = chance.one(of: [7, 30, 30])
            if chance.happens(0.3) {
                settings.policy.rentals.maxPrice = Money(tenThousandths: 250_000)
            }
        }
        settings.policy.rentals.refundUnused = chance.happens(0.5)
        settings.policy.activations.cancelUnusedAfter =
            chance.happens(0.6) ? chance.one(of: [.minutes(1), .minutes(4), .minutes(10)]) : nil
        settings.policy.activations.finishAfter = chance.one(of: [.minutes(2), .minutes(10)])
        // Longer than a person would choose, or ninety days would take an hour.
        settings.policy.polling.rentals = chance.one(of: [.minutes(2), .minutes(10)])
        settings.policy.polling.activations = chance.one(of: [.seconds(10), .seconds(40)])
        settings.policy.polling.awaited = chance.one(of: [.seconds(1), .seconds(5)])
        settings.policy.polling.idle = .minutes(chance.one(of: [5, 20]))
        settings.policy.polling.eager =
            settings.policy.polling.awaited > .seconds(1) ? .minutes(10) : .minutes(1)
        if chance.happens(0.4) {
            settings.spendingPerDay = Money(
                tenThousandths: Int64(5 + chance.below(60)) * 10_000)
        }
        if chance.happens(0.4) {
            settings.scriptsPerDay = Money(tenThousandths: Int64(1 + chance.below(20)) * 10_000)
        }
        settings.routes = ["codes": ["phone"], "bank": ["phone", "desk"]]
        return settings
    }

    /// Scripts a person might have; their counts and decisions are verified at every audit.
    private static func scripts(_ chance: Chance) -> [String: String] {
        var scripts = [
            "10-count.lua": """
            function on_message(message)
              if message.completed then return end
              keeper.remember("seen", (keeper.recall("seen") or 0) + 1)
            end
            """,
            "50-route.lua": """
            function on_message(message)
              if message.sender == "MYBANK" then
                keeper.route("bank")
              elseif message.code then
                keeper.route("codes")
              end
            end
            """,
        ]
        if chance.happens(0.3) {
            scripts["60-failing.lua"] = """
                function on_message(message)
                  keeper.tag("half-way")
                  if message.text:find("7", 1, true) then error("it met a seven") end
                end
                """
        }
        if chance.happens(0.3) {
            scripts["70-finish.lua"] = """
                function on_message(message)
                  if message.line.kind == "activation" and message.code then
                    keeper.after("3m", "over", { line = message.line.id })
                  end
                end
                function on_timer(name, data)
                  keeper.finish(data.line)
                end
                """
        }
        if chance.happens(0.3) {
            scripts["80-again.lua"] = """
                function on_message(message)
                  if message.line.kind == "activation" and message.first then keeper.resend() end
                end
                """
        }
        if chance.happens(0.3) {
            scripts["90-extend.lua"] = """
                function on_line(event)
                  if event.kind == "expiring" then keeper.extend(event.line.id, 7) end
                end
                function on_action(action)
                  keeper.remember("heard", (keeper.recall("heard") or 0) + 1)
                end
                """
        }
        return scripts
    }
}
