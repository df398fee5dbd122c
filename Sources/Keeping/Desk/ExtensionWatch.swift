import Lines
import Logging
import Providers
import Storage
import Transport

/// Asks what the plan's extensions will cost, long before they are due: a limit or a price that stands in
/// the way is told while there is time to do something about it.
struct ExtensionWatch: Sendable {
    let keeper: Keeper
    let desk: Desk
    let logger: Logger

    /// Prices are asked one after the other, and only where nothing else needs the requests.
    private static let interval = Duration.minutes(1)

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            for line in await keeper.linesToPrice() where await keeper.hasRoom(on: line.account) {
                await price(line)
            }
            try? await keeper.world.sleep(Self.interval)
        }
    }

    private func price(_ line: Line) async {
        do {
            guard let days = await keeper.settings.policy.rentals.extendDays else { return }
            let price: ExtensionOutlook.Price
            do {
                let told = try await desk.extensionPrice(of: line, days: days)
                price = told.map { .known($0) } ?? .unknown
            } catch let error as ProviderError {
                guard case .wrongDays(let sold) = error.meaning else { return }
                price = .notSold(sold)
            }
            try await keeper.note(price: price, ofExtending: line.id)
        } catch {
            logger.debug("a price was not to be had", metadata: ["reason": "\(error)"])
        }
    }
}
