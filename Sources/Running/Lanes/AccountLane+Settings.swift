import Accounts
import Keeping
import Lines
import Providers
import Transport

/// Changes settings of a rental at its provider, as a script decided.
extension AccountLane {
    func change(
        _ action: OpenAction, _ line: Line, _ id: String, _ provider: any Provider
    ) async -> ActionOutcome {
        guard action.kind == .autoExtend else {
            let result = await call { () async throws(ProviderError) in
                try await provider.reset(id)
            }
            return result.error.map(ActionOutcome.failed) ?? .reset
        }
        let isOn = action.details.isOn ?? false
        if isOn, let obstacle = await priceOfStanding(action, line) { return obstacle }
        let result = await call { () async throws(ProviderError) in
            try await provider.setAutoExtend(id, to: isOn)
        }
        switch result {
        case .success(isOn): return .autoExtends(isOn)
        case .success: return .declined("The provider now says the opposite of what was asked.")
        case .failure(let error): return .failed(error)
        }
    }

    /// The provider takes the price again and again without asking, so the first one at least must
    /// be within the limits of scripts.
    ///
    /// - Returns: why it is not turned on; nil if it may be.
    private func priceOfStanding(_ action: OpenAction, _ line: Line) async -> ActionOutcome? {
        guard let days = line.days else {
            return .declined("Not turned on: its number of days is unknown, and so is the price.")
        }
        let commands = CommandService(keeper: keeper, logger: logger)
        do {
            let price = try await commands.extensionPrice(of: line, days: days)
            try await keeper.approvePrice(of: action.id, price)
            return nil
        } catch let error as ProviderError {
            return error.remedy == .giveUp
                ? .declined(error.description) : .unready(error.description)
        } catch {
            return .declined("\(error)")
        }
    }
}
