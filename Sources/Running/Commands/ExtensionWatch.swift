import Accounts
import Keeping
import Lines
import Logging
import Providers
import Storage
import Transport

/// Asks for the prices of planned extensions long before they are due, so that a limit or price
/// that prevents one is reported while there is time to act.
struct ExtensionWatch: Sendable {
    let keeper: Keeper
    let commands: CommandService
    let logger: Logger

    /// Prices are asked for one at a time, and only if nothing else needs the requests.
    private static let interval = Duration.minutes(1)
    /// The pause after a failed question.
    private static let patience = Duration.minutes(30)

    /// Works until the task is cancelled.
    func run() async {
        var failedAt: [Line.ID: Duration] = [:]
        while !Task.isCancelled {
            let now = keeper.world.uptime()
            failedAt = failedAt.filter { now - $0.value < Self.patience }
            for line in await keeper.linesToPrice() where failedAt[line.id] == nil {
                guard await keeper.hasRoom(on: line.account) else { continue }
                if await !price(line) { failedAt[line.id] = now }
            }
            try? await keeper.world.sleep(Self.interval)
        }
    }

    /// False if the price could not be obtained.
    private func price(_ line: Line) async -> Bool {
        do {
            guard let days = await keeper.settings.policy.rentals.extendDays else { return true }
            let price: ExtensionOutlook.Price
            do {
                let told = try await commands.extensionPrice(of: line, days: days)
                price = told.map { .known($0) } ?? .unknown
            } catch let error as ProviderError {
                guard case .wrongDays(let sold) = error.meaning else { return false }
                price = .notSold(sold)
            }
            try await keeper.note(price: price, ofExtending: line.id)
            return true
        } catch {
            logger.debug("price unavailable", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
