import Lines
import Logging
import Providers
import Storage
import Transport

/// Carries out an account's work, one thing at a time; an account has several lanes, so that a slow
/// answer does not hold up the rest.
struct AccountLane: Sendable {
    let keeper: Keeper
    let name: String
    let provider: any Provider
    let bell: Doorbell
    let world: World
    let logger: Logger

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let seen = bell.rings
            do {
                switch try await keeper.nextWork(for: name) {
                case .rest(let until):
                    let pause = max(.milliseconds(20), until - world.now())
                    await bell.wait(since: seen, atMost: pause, in: world)
                case .action(let action, let line):
                    try await perform(action, line)
                case .look(let line):
                    try await look(at: line)
                case .poll: try await poll()
                case .list: try await list()
                case .balance:
                    let balance = try await call { () async throws(ProviderError) in
                        try await provider.balance()
                    }
                    await keeper.noteBalance(balance.value, on: name)
                }
            } catch let error as StoreError {
                // What cannot be written is not done. The disk may have room again in a moment.
                logger.error("store failed", metadata: ["reason": "\(error)"])
                try? await world.sleep(.seconds(5))
            } catch {
                logger.error("lane failed", metadata: ["reason": "\(error)"])
                try? await world.sleep(.seconds(1))
            }
        }
    }

    // MARK: Looking

    private func look(at line: Line) async throws {
        try await releasing(line.id) {
            guard let id = line.providerID else { return true }
            try await settleDoubts(of: line, id)
            switch line.kind {
            case .rental: return try await lookAtRental(line, id)
            case .activation: return try await check(line, id)
            }
        }
    }

    /// False when the provider did not answer.
    @discardableResult
    private func lookAtRental(_ line: Line, _ id: String) async throws -> Bool {
        if line.state == .active {
            switch try await call({ () async throws(ProviderError) in
                try await provider.status(of: id)
            }) {
            case .success(let status):
                try await keeper.observe(.status(status), on: line.id)
            case .failure(.notFound):
                try await keeper.observe(.unknownToProvider, on: line.id)
                return true
            case .failure: return false
            }
        }
        let messages = try await call { () async throws(ProviderError) in
            try await provider.messages(of: id)
        }
        guard let messages = messages.value else { return false }
        try await keeper.receive(messages, on: line.id)
        return true
    }

    /// False when the provider did not answer.
    @discardableResult
    private func check(_ line: Line, _ id: String) async throws -> Bool {
        switch try await call({ () async throws(ProviderError) in try await provider.check(id) }) {
        case .success(let reading):
            try await keeper.receive(reading.messages, on: line.id, standing: reading.status)
        case .failure(.notFound):
            try await keeper.observe(.unknownToProvider, on: line.id)
        case .failure: return false
        }
        return true
    }

    private func poll() async throws {
        let readings = try await call { () async throws(ProviderError) in
            try await provider.activeActivations()
        }
        guard let readings = readings.value else {
            await keeper.pollFailed(on: name)
            return
        }
        for line in try await keeper.polled(readings, on: name) { try await look(at: line) }
    }

    private func list() async throws {
        let offers = provider.capabilities
        var rentals: [HeldRental]?
        var active: [ActivationReading]?
        var past: [ActivationReading]?
        if offers.offers(.listRentals) {
            rentals = try await call { () async throws(ProviderError) in
                try await provider.rentals()
            }.value
        }
        if offers.offers(.listActive) {
            active = try await call { () async throws(ProviderError) in
                try await provider.activeActivations()
            }.value
        }
        if offers.offers(.listHistory), await !keeper.doubts(on: name).isEmpty {
            past = try await call { () async throws(ProviderError) in
                try await provider.pastActivations()
            }.value
        }
        guard rentals != nil || active != nil else {
            await keeper.listingFailed(on: name)
            return
        }
        try await keeper.listed(rentals: rentals, active: active, past: past, on: name)
    }

    private func settleDoubts(of line: Line, _ id: String) async throws {
        for doubt in await keeper.doubts(on: name) where doubt.line == line.id {
            switch doubt.kind {
            case .extend, .refund:
                let status = try await call { () async throws(ProviderError) in
                    try await provider.status(of: id)
                }
                switch status {
                case .success(let status):
                    try await keeper.settle(doubt, status: status, isKnown: true)
                case .failure(.notFound):
                    try await keeper.settle(doubt, status: nil, isKnown: false)
                case .failure: return
                }
            case .cancel, .resend:
                let reading = try await call { () async throws(ProviderError) in
                    try await provider.check(id)
                }
                try await keeper.settle(doubt, reading: reading.value)
            default: return
            }
        }
    }

    // MARK: Acting

    private func perform(_ action: Action, _ line: Line?) async throws {
        guard let line else {
            try await keeper.ended(action.id, .declined("Its line is no longer there."))
            return
        }
        try await releasing(line.id) {
            let outcome = try await carryOut(action, on: line)
            try await keeper.ended(action.id, outcome)
            return true
        }
    }

    private func carryOut(_ action: Action, on line: Line) async throws -> ActionOutcome {
        let details = action.details
        switch action.kind {
        case .order:
            guard let service = details.service, let country = details.country else {
                return .declined("The order lacks its service or country.")
            }
            let order = ActivationOrder(
                service: service, country: country, pool: details.pool,
                maxPrice: details.maxPrice)
            return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
                try await provider.order(order)
            }
        case .rent:
            guard let offer = details.offer, let days = details.days else {
                return .declined("The order lacks its offer or days.")
            }
            let order = RentalOrder(offer: offer, days: days, service: details.service)
            return try await outcome(ActionOutcome.bought) { () async throws(ProviderError) in
                try await provider.rent(order)
            }
        case .wake, .finish, .extend, .refund, .cancel, .resend, .swap, .forward:
            guard let id = line.providerID else {
                return .declined("The line has no provider id yet.")
            }
            return try await carryOut(action, on: line, id)
        }
    }

    private func carryOut(
        _ action: Action, on line: Line, _ id: String
    ) async throws -> ActionOutcome {
        switch action.kind {
        case .extend:
            return try await extend(action, line, id)
        case .refund:
            // One last look: money back and a lost code would be a bad trade.
            try await lookAtRental(line, id)
            if let reason = await keeper.newcomer(for: action) { return .declined(reason) }
            return try await outcome({ _ in .refunded }) { () async throws(ProviderError) in
                try await provider.refund(id)
            }
        case .cancel:
            try await check(line, id)
            if let reason = await keeper.newcomer(for: action) { return .declined(reason) }
            return try await outcome(ActionOutcome.cancelled) { () async throws(ProviderError) in
                try await provider.cancel(id)
            }
        case .resend:
            return try await outcome(ActionOutcome.resent) { () async throws(ProviderError) in
                try await provider.resend(id)
            }
        case .finish: return .finished
        case .wake:
            try await lookAtRental(line, id)
            return .woken
        case .swap, .forward, .order, .rent:
            return .failed(.notOffered(.swap))
        }
    }

    private func extend(
        _ action: Action, _ line: Line, _ id: String
    ) async throws -> ActionOutcome {
        guard let days = action.details.days else { return .declined("It lacks its days.") }
        // The plan and scripts decide without knowing the price: it is asked and checked here.
        if action.details.price == nil {
            let desk = Desk(keeper: keeper, logger: logger)
            do {
                let price = try await desk.extensionPrice(of: line, days: days)
                try await keeper.agree(action.id, price: price)
            } catch let error as ProviderError {
                return .failed(error)
            } catch let error as KeeperError {
                return .declined(error.description)
            }
        }
        return try await outcome(ActionOutcome.extended) { () async throws(ProviderError) in
            try await provider.extend(id, days: days)
        }
    }

    // MARK: Calling

    /// Gives the line back however `body` ends; false from it means that the provider did not answer.
    private func releasing(_ id: Line.ID, _ body: () async throws -> Bool) async throws {
        let answered: Bool
        do {
            answered = try await body()
        } catch {
            try? await keeper.release(id, failed: true)
            throw error
        }
        try await keeper.release(id, failed: !answered)
    }

    private func outcome<Value: Sendable>(
        _ success: (Value) -> ActionOutcome,
        _ body: () async throws(ProviderError) -> Answer<Value>
    ) async throws -> ActionOutcome {
        switch try await call(body) {
        case .success(let value): success(value)
        case .failure(let error): .failed(error)
        }
    }

    /// Makes one call and tells the keeper how the account took it.
    private func call<Value: Sendable>(
        _ body: () async throws(ProviderError) -> Answer<Value>
    ) async throws -> Result<Value, ProviderError> {
        let result: Result<Answer<Value>, ProviderError>
        do throws(ProviderError) {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let answer):
            try await keeper.noteCall(on: name, providerTime: answer.providerTime, error: nil)
            return .success(answer.value)
        case .failure(let error):
            if case .unrecognised(let reply) = error {
                logger.warning(
                    "unrecognised reply",
                    metadata: [
                        "account": "\(name)", "operation": "\(reply.operation)",
                        "status": "\(reply.status)", "reply": "\(reply.excerpt)",
                    ])
            }
            try await keeper.noteCall(on: name, providerTime: nil, error: error)
            return .failure(error)
        }
    }
}

extension Result {
    /// The value, or nil.
    fileprivate var value: Success? { try? get() }
}
