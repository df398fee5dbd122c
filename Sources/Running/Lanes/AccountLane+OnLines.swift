import Accounts
import Keeping
import Lines
import Providers
import Transport

/// Carries out actions on lines: a last look if a code could be lost, then the call.
extension AccountLane {
    func carryOut(
        _ action: OpenAction, on line: Line, _ id: String, _ provider: any Provider
    ) async throws -> ActionOutcome {
        switch action.kind {
        case .extend:
            return try await extend(action, line, id, provider)
        case .refund:
            // One last look: a refund is not worth a lost code.
            guard try await lookAtRental(line, id, isStatusEnough: false) else {
                return .unready(Self.noLook)
            }
            if await keeper.isEarly(action) { return .unready(Self.early) }
            if let reason = await keeper.reasonToKeepLine(of: action) { return .declined(reason) }
            try await noteBalance(before: action)
            return try await outcome({ .refunded($0) }) { () async throws(ProviderError) in
                try await provider.refund(id)
            }
        case .cancel:
            guard try await check(line, id) else { return .unready(Self.noLook) }
            if await keeper.isEarly(action) { return .unready(Self.early) }
            if let reason = await keeper.reasonToKeepLine(of: action) { return .declined(reason) }
            try await noteBalance(before: action)
            return try await outcome(ActionOutcome.cancelled) { () async throws(ProviderError) in
                try await provider.cancel(id)
            }
        case .resend:
            if let obstacle = await priceOfAnother(for: action, id, provider) { return obstacle }
            return try await replace(action, line, id, ActionOutcome.resent) {
                () async throws(ProviderError) in try await provider.resend(id)
            }
        case .swap:
            return try await replace(action, line, id, ActionOutcome.swapped) {
                () async throws(ProviderError) in try await provider.swap(id)
            }
        case .finish:
            if await keeper.isEarly(action) { return .unready(Self.early) }
            return await finish(line, id, provider)
        case .wake:
            guard try await lookAtRental(line, id) else {
                return .unready("Not switched on: the provider did not answer.")
            }
            return .woken
        case .reset, .autoExtend:
            return await change(action, line, id, provider)
        case .forward, .order, .rent:
            return .declined("This action does not apply to lines.")
        }
    }

    private static let noLook =
        "Nothing was returned: the line could not be checked a last time."

    private static let early = "Not due yet by the provider's clock."

    private static let endAsked =
        "The provider reports an expiry far later than was paid for; checking again first."

    private static let noLookAfterResend =
        "another order replaced it, and its messages could not be fetched yet."

    private static let noPriceBefore = "No code was requested: its price could not be read."

    private static func noLookBefore(_ kind: Action.Kind) -> String {
        "No other \(kind == .swap ? "number" : "code") was requested: the line could not be checked "
            + "first."
    }

    /// If the provider tells the price of another code, it is asked for first. If it cannot be
    /// read, no code is requested: without a limit set by a person, only a free one is allowed.
    ///
    /// - Returns: why it is not requested.
    private func priceOfAnother(
        for action: OpenAction, _ id: String, _ provider: any Provider
    ) async -> ActionOutcome? {
        await keeper.owe(1, on: name)
        let told = await call { () async throws(ProviderError) in
            try await provider.resendPrice(of: id)
        }
        if case .failure(.unrecognised) = told {
            do throws(KeeperError) {
                try await keeper.approveUnknownPrice(ofResend: action.id)
                return nil
            } catch {
                return .declined(error.description)
            }
        }
        if case .failure(let error) = told, error.isTrouble { return .unready(Self.noPriceBefore) }
        if case .failure(let error) = told, case .notResendable = error.meaning {
            return .failed(error)
        }
        guard let price = told.value ?? nil else { return nil }
        do throws(KeeperError) {
            try await keeper.approvePrice(ofResend: action.id, price)
            return nil
        } catch {
            return .declined(error.description)
        }
    }

    /// A request for another code or number may create a new order, after which the old one is not
    /// looked at. Its messages are fetched before the call, and once more right after it for those
    /// that arrive at that moment.
    private func replace<Value: Sendable>(
        _ action: OpenAction, _ line: Line, _ id: String, _ ending: (Value) -> ActionOutcome,
        _ request: () async throws(ProviderError) -> Answer<Value>
    ) async throws -> ActionOutcome {
        guard try await check(line, id) else { return .unready(Self.noLookBefore(action.kind)) }
        if action.kind == .swap, let reason = await keeper.reasonToKeepLine(of: action) {
            return .declined(reason)
        }
        try await noteBalance(before: action)
        try await keeper.noteBeforeReplacing(action.id)
        let outcome = try await outcome(ending, request)
        if outcome.newProviderID != nil {
            guard try await check(line, id) else { return .unsettled(Self.noLookAfterResend) }
        }
        return outcome
    }

    /// An order that has brought its code is over for us whatever the provider answers. If the
    /// provider does not answer, it is told again, so that the order does not stay open there.
    private func finish(
        _ line: Line, _ id: String, _ provider: any Provider
    ) async -> ActionOutcome {
        guard provider.capabilities.offers(.finish), line.state == .received else {
            return .finished
        }
        let told = await call { () async throws(ProviderError) in try await provider.finish(id) }
        if case .failure(let error) = told, case .retry = error.remedy {
            return .unready(error.description)
        }
        return .finished
    }

    private func extend(
        _ action: OpenAction, _ line: Line, _ id: String, _ provider: any Provider
    ) async throws -> ActionOutcome {
        guard var days = action.details.days ?? (action.origin == "plan" ? 0 : nil) else {
            return .declined("The number of days is missing.")
        }
        if action.origin == "plan" {
            guard let now = try await keeper.renewTerms(of: action.id) else {
                return .declined("The configuration no longer asks for it.")
            }
            days = now
            // It may have been extended elsewhere since it was decided.
            guard try await lookAtRental(line, id) else { return .unready(Self.noLook) }
            guard await keeper.isStillPlanned(action) else {
                return .declined("It already runs longer than when this was decided.")
            }
            if await keeper.waitsForEnd(action) { return .unready(Self.endAsked) }
            if await keeper.isEarly(action) { return .unready(Self.early) }
        }
        // The plan and scripts decide without knowing the price: it is asked for and checked here.
        if action.details.price == nil {
            let commands = CommandService(keeper: keeper, logger: logger)
            do {
                let price = try await commands.extensionPrice(of: line, days: days)
                try await keeper.approvePrice(of: action.id, price)
            } catch let error as ProviderError {
                // Only the price was asked for: nothing was bought.
                if case .wrongDays = error.meaning { return .tooDear(error.description) }
                return error.remedy == .giveUp
                    ? .declined(error.description) : .unready(error.description)
            } catch let error as KeeperError {
                return .tooDear(error.description)
            }
        }
        try await noteBalance(before: action)
        if !provider.capabilities.tellsExpiry {
            // If the answer is lost, the number of paid periods will tell.
            await keeper.owe(1, on: name)
            let paidPeriods = await call { () async throws(ProviderError) in
                try await provider.paidPeriods(of: id)
            }
            try await keeper.note(paidPeriods: paidPeriods.value ?? nil, before: action.id)
        }
        let length = days
        return try await outcome(ActionOutcome.extended) { () async throws(ProviderError) in
            try await provider.extend(id, days: length)
        }
    }
}
