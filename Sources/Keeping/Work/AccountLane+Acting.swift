import Lines
import Logging
import Providers
import Transport

/// Carrying out what was decided: each outcome goes back to the keeper, whatever it is.
extension AccountLane {
    /// An outcome that could not be written down, of an action on a line.
    struct Unwritten: Sendable {
        let action: Action.ID
        let line: Line.ID?
        let outcome: ActionOutcome
    }

    /// - Returns: the outcome when it could not be written; the line is under way until it is.
    func perform(_ action: OpenAction, _ line: Line?) async throws -> Unwritten? {
        let outcome = await outcome(of: action, on: line)
        await keeper.expectComparison(of: action.id)
        do {
            try await keeper.ended(action.id, outcome)
            await compare(action)
        } catch {
            await keeper.endComparison(action.id)
            logger.error("an outcome waits to be written", metadata: ["reason": "\(error)"])
            return Unwritten(action: action.id, line: line?.id, outcome: outcome)
        }
        if let line { try await keeper.release(line.id) }
        return nil
    }

    /// Looks what a call took, so that it is booked. Whatever comes of that, the call is over.
    private func compare(_ action: OpenAction) async {
        if await keeper.awaitsComparison(action.id) {
            do {
                // A question may get no answer, or one that is older than the call.
                if try await !isCompared(action) {
                    try? await world.sleep(Self.followingTime)
                    _ = try await isCompared(action)
                }
            } catch {
                logger.error(
                    "what a call took could not be written", metadata: ["reason": "\(error)"])
            }
        }
        await keeper.endComparison(action.id)
    }

    /// How long a balance may take to follow a call, where somebody waits for it.
    private static let followingTime = Duration.seconds(2)

    private func isCompared(_ action: OpenAction) async throws -> Bool {
        await keeper.owe(1, on: name)
        let balance = await call { () async throws(ProviderError) in try await provider.balance() }
        guard let balance = balance.value else { return false }
        return try await keeper.compare(action.id, with: balance)
    }

    private func outcome(of action: OpenAction, on line: Line?) async -> ActionOutcome {
        guard let line else { return .declined("Its line is no longer there.") }
        do {
            return try await carryOut(action, on: line)
        } catch {
            // What it looked for first could not be written, so the call was not made.
            return .unready("\(error)")
        }
    }

    private static let noLook =
        "It could not be looked at one last time, so nothing was given back."

    private static let early = "By the provider's clock it is not time for it yet."

    private static let endAsked =
        "The provider says that it runs far longer than was paid for, and is asked again first."

    private static let noBalance =
        "The balance could not be asked first, by which alone a lost answer could be made good, so "
        + "nothing was bought."

    /// False when the balance had to be known and was not told.
    @discardableResult
    private func noteBalance(before action: OpenAction) async throws -> Bool {
        let isNeeded =
            action.kind.isPurchase
            && action.kind.isToldByBalance(by: provider.capabilities)
        guard await keeper.isToBeCompared(action) else { return !isNeeded }
        let deadline = world.uptime() + .minutes(1)
        while isNeeded, await !keeper.isAlone(action.id, on: name) {
            guard world.uptime() < deadline, !Task.isCancelled else { return false }
            try? await world.sleep(.milliseconds(100))
        }
        await keeper.owe(1, on: name)
        let balance = await call { () async throws(ProviderError) in try await provider.balance() }
        guard let balance = balance.value else { return !isNeeded }
        try await keeper.note(balance: balance, before: action.id)
        return true
    }

    private static let noLookAfterResend =
        "another order took its place, and what had come on it could not be fetched yet."
    private static let noPriceBefore =
        "What another code costs could not be asked, so none was asked for."
    private static func noLookBefore(_ kind: Action.Kind) -> String {
        "It could not be looked at first, so no other "
            + (kind == .swap ? "number" : "code") + " was asked for."
    }

    /// Writes an outcome down, however long the disk takes to have room again: what was paid for
    /// must not be forgotten because it could not be written the first time. At the end of the
    /// manager it stays under way on the disk, and is a doubt at the next start.
    func write(_ unwritten: Unwritten) async {
        while !Task.isCancelled {
            try? await world.sleep(.seconds(1))
            do {
                try await keeper.ended(unwritten.action, unwritten.outcome)
                break
            } catch {
                logger.debug("an outcome still waits", metadata: ["reason": "\(error)"])
            }
        }
        if let line = unwritten.line { try? await keeper.release(line) }
    }

    private func carryOut(_ action: OpenAction, on line: Line) async throws -> ActionOutcome {
        // Each try has a name of its own: a provider may answer one it knows as it did before.
        let provider = provider.naming("\(action.key)-\(action.attempts)")
        let details = action.details
        switch action.kind {
        case .order:
            guard let service = details.service, let country = details.country else {
                return .declined("The order lacks its service or country.")
            }
            let order = ActivationOrder(
                service: service, country: country, pool: details.pool,
                maxPrice: details.maxPrice)
            guard try await noteBalance(before: action) else { return .unready(Self.noBalance) }
            if let before = details.again { return try await orderAgain(before, details, provider) }
            return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
                try await provider.order(order)
            }
        case .rent:
            guard let offer = details.offer, let days = details.days else {
                return .declined("The order lacks its offer or days.")
            }
            let order = RentalOrder(offer: offer, days: days, service: details.service)
            if let dearer = await priceNow(of: order, details) { return dearer }
            guard try await noteBalance(before: action) else { return .unready(Self.noBalance) }
            return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
                try await provider.rent(order)
            }
        case .wake, .finish, .extend, .refund, .cancel, .resend, .swap, .forward:
            guard let id = line.providerID else {
                return .declined("The line has no provider id yet.")
            }
            return try await carryOut(action, on: line, id, provider)
        }
    }

    /// A rental is bought without a highest price, so what it costs is asked once more right before.
    /// Nil when it may be bought.
    private func priceNow(of order: RentalOrder, _ details: ActionDetails) async -> ActionOutcome? {
        guard let most = details.maxPrice ?? details.price else { return nil }
        await keeper.owe(2, on: name)
        let offer = await call { () async throws(ProviderError) in
            try await provider.rentalOffer(order.offer)
        }
        switch offer {
        // Whatever came of the question, nothing was bought.
        case .failure(let error):
            if case .notOffered = error.meaning { return nil }
            return .unready(error.description)
        case .success(nil): return .failed(.unknownOffer)
        case .success(let offer?):
            guard let price = offer.price(days: order.days, isSingle: order.service != nil) else {
                return .failed(.wrongDays(available: offer.prices.keys.sorted()))
            }
            guard price.isMore(than: most) else { return nil }
            return .declined(
                "It costs \(price) now, more than the \(most) agreed to. Nothing was bought.")
        }
    }

    /// The call knows no highest price: what it costs is asked once more right before it.
    private func orderAgain(
        _ before: String, _ details: ActionDetails, _ provider: any Provider
    ) async throws -> ActionOutcome {
        let price = await call { () async throws(ProviderError) in
            try await provider.againPrice(of: before)
        }
        switch price {
        case .failure(let error): return .failed(error)
        case .success(let price):
            if let price, let most = details.maxPrice, price.isMore(than: most) {
                return .failed(.nothingBelow(maxPrice: most))
            }
        }
        return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
            try await provider.again(before)
        }
    }

    private func carryOut(
        _ action: OpenAction, on line: Line, _ id: String, _ provider: any Provider
    ) async throws -> ActionOutcome {
        switch action.kind {
        case .extend:
            return try await extend(action, line, id, provider)
        case .refund:
            // One last look: money back and a lost code would be a bad trade.
            guard try await lookAtRental(line, id, isStatusEnough: false) else {
                return .unready(Self.noLook)
            }
            if await keeper.isEarly(action) { return .unready(Self.early) }
            if let reason = await keeper.newcomer(for: action) { return .declined(reason) }
            try await noteBalance(before: action)
            return try await outcome({ .refunded($0) }) { () async throws(ProviderError) in
                try await provider.refund(id)
            }
        case .cancel:
            guard try await check(line, id) else { return .unready(Self.noLook) }
            if await keeper.isEarly(action) { return .unready(Self.early) }
            if let reason = await keeper.newcomer(for: action) { return .declined(reason) }
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
                return .unready("The provider did not answer, so nothing was switched on.")
            }
            return .woken
        case .forward, .order, .rent:
            return .declined("It is not done with a line.")
        }
    }

    /// What another code costs is asked first where the provider tells. While that cannot be asked none is
    /// asked for: without a limit of the person's only a free one may be.
    ///
    /// - Returns: why it is not asked for.
    private func priceOfAnother(
        for action: OpenAction, _ id: String, _ provider: any Provider
    ) async -> ActionOutcome? {
        await keeper.owe(1, on: name)
        let told = await call { () async throws(ProviderError) in
            try await provider.resendPrice(of: id)
        }
        if case .failure(let error) = told, error.isTrouble { return .unready(Self.noPriceBefore) }
        guard let price = told.value ?? nil else { return nil }
        do throws(KeeperError) {
            try await keeper.agree(resend: action.id, price: price)
            return nil
        } catch {
            return .declined(error.description)
        }
    }

    /// Asking for another code, or for another number, may put a new order in the place of the old
    /// one, which is not looked at afterwards: what came on it is fetched before, and what came in that
    /// very moment right after.
    private func replace<Value: Sendable>(
        _ action: OpenAction, _ line: Line, _ id: String, _ ending: (Value) -> ActionOutcome,
        _ request: () async throws(ProviderError) -> Answer<Value>
    ) async throws -> ActionOutcome {
        guard try await check(line, id) else { return .unready(Self.noLookBefore(action.kind)) }
        if action.kind == .swap, let reason = await keeper.newcomer(for: action) {
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

    /// An order that brought its code is over for us whatever the provider says to it; one that did not
    /// answer is told again, so that it does not go on waiting.
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
            return .declined("It lacks its days.")
        }
        if action.origin == "plan" {
            guard let now = try await keeper.renewTerms(of: action.id) else {
                return .declined("The configuration no longer asks for it.")
            }
            days = now
            // It may have been extended elsewhere since it was decided.
            guard try await lookAtRental(line, id) else { return .unready(Self.noLook) }
            guard await keeper.isStillPlanned(action) else {
                return .declined("It runs longer than when this was decided.")
            }
            if await keeper.waitsForEnd(action) { return .unready(Self.endAsked) }
            if await keeper.isEarly(action) { return .unready(Self.early) }
        }
        // The plan and scripts decide without knowing the price: it is asked and checked here.
        if action.details.price == nil {
            let desk = Desk(keeper: keeper, logger: logger)
            do {
                let price = try await desk.extensionPrice(of: line, days: days)
                try await keeper.agree(action.id, price: price)
            } catch let error as ProviderError {
                // Only the price was asked: whatever came of that, nothing was bought.
                if case .wrongDays = error.meaning { return .tooDear(error.description) }
                return error.remedy == .giveUp
                    ? .declined(error.description) : .unready(error.description)
            } catch let error as KeeperError {
                return .tooDear(error.description)
            }
        }
        try await noteBalance(before: action)
        if !provider.capabilities.tellsExpiry {
            // Without an answer, that it was paid for once more is what tells.
            await keeper.owe(1, on: name)
            let stretches = await call { () async throws(ProviderError) in
                try await provider.stretches(of: id)
            }
            try await keeper.note(stretches: stretches.value ?? nil, before: action.id)
        }
        let length = days
        return try await outcome(ActionOutcome.extended) { () async throws(ProviderError) in
            try await provider.extend(id, days: length)
        }
    }
}
