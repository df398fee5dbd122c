import Accounts
import Keeping
import Lines
import Providers
import Transport

/// Asks the provider for the lines held and the messages received.
extension AccountLane {
    func look(at line: Line) async throws {
        try await releasing(line.id) {
            guard let id = line.providerID else { return true }
            switch line.kind {
            case .rental: return try await lookAtRental(line, id)
            case .activation:
                return try await check(line, id, isBrief: !keeper.wantsAll(of: line.id))
            // There is nobody to ask.
            case .inbound: return true
            }
        }
    }

    /// False if the provider did not answer.
    @discardableResult
    func lookAtRental(
        _ line: Line, _ id: String, isStatusEnough: Bool = true, asksMessages: Bool = true
    ) async throws -> Bool {
        // The status of an expired rental is asked for too, because it may have been extended
        // elsewhere; and that of a lost one, because its provider may be back.
        let asksStatus = [.active, .expired, .lost].contains(line.state)
        if asksStatus {
            switch await call({ () async throws(ProviderError) in
                try await provider.status(of: id)
            }) {
            case .success(let status):
                try await keeper.settleDoubts(of: line.id, status: status)
                try await keeper.observe(.status(status), on: line.id)
            case .failure(let error) where error.meaning == .notFound:
                try await keeper.settleDoubts(of: line.id, status: nil)
                try await keeper.recordNotFound(line.id)
                return true
            case .failure: return false
            }
        }
        guard asksMessages else { return true }
        switch try await readMessages(of: line, id) {
        case .success: return true
        // The provider no longer answers for a refunded rental.
        case .failure(let error) where error.meaning == .notFound && !asksStatus:
            try await keeper.receive([], on: line.id)
            return true
        case .failure(.onlyPushed(let count)):
            try await keeper.reportUntoldTexts(count, on: line.id)
            return true
        // The count was noted, and its messages are asked for again in time.
        case .failure: return asksStatus && isStatusEnough
        }
    }

    /// Asks for the messages of a rental between two looks. False if the provider did not answer.
    func read(_ line: Line, _ id: String) async throws -> Bool {
        switch try await readMessages(of: line, id) {
        case .success: return true
        case .failure(let error) where error.meaning == .notFound:
            // The status tells what has become of the rental.
            await keeper.requestLook(at: line.id)
            return true
        case .failure: return false
        }
    }

    /// Requests the messages of a rental, and stores them.
    private func readMessages(
        of line: Line, _ id: String
    ) async throws -> Result<[ReceivedMessage], ProviderError> {
        let messages = await call { () async throws(ProviderError) in
            try await provider.messages(of: id)
        }
        try await keeper.noteUnread(messages.error, on: line.id)
        if let messages = messages.value {
            try await keeper.receiveInParts(messages, on: line.id)
            try await keeper.receive(messages, on: line.id)
        }
        return messages
    }

    /// False if the provider did not answer.
    @discardableResult
    func check(_ line: Line, _ id: String, isBrief: Bool = false) async throws -> Bool {
        let asked = world.uptime()
        let answer = await call { () async throws(ProviderError) in
            isBrief ? try await provider.glance(at: id) : try await provider.check(id)
        }
        try await keeper.noteUnread(answer.error, on: line.id)
        switch answer {
        case .success(let reading):
            try await keeper.receiveInParts(reading.messages, on: line.id, asked: asked)
            try await keeper.recordCheck(reading, asked: asked, on: line.id)
        case .failure(let error) where error.meaning == .notFound:
            try await keeper.recordNotFound(line.id)
        case .failure: return false
        }
        return true
    }

    func poll() async throws {
        let asked = world.uptime()
        switch await call({ () async throws(ProviderError) in
            try await provider.activeActivations()
        }) {
        case .success(let readings):
            try await keeper.recordPoll(readings, asked: asked, on: name)
        case .failure(let error): await keeper.pollFailed(on: name, error)
        }
    }

    func list() async throws {
        let began = world.now()
        let offers = provider.capabilities
        var rentals: [HeldRental]?
        var active: [ActivationReading]?
        var past: [ActivationReading]?
        if offers.offers(.listRentals) {
            rentals = await call { () async throws(ProviderError) in
                try await provider.rentals()
            }.value
        }
        if offers.offers(.listActive) {
            active = await call { () async throws(ProviderError) in
                try await provider.activeActivations()
            }.value
        }
        if offers.offers(.listHistory), await !keeper.doubts(on: name).isEmpty {
            past = await call { () async throws(ProviderError) in
                try await provider.pastActivations()
            }.value
        }
        let hasLists = offers.offers(.listRentals) || offers.offers(.listActive)
        guard rentals != nil || active != nil || !hasLists else {
            await keeper.listingFailed(on: name)
            return
        }
        do {
            try await settleByMoney(began: began)
            try await keeper.reconsider(on: name)
            let unheard = active == nil ? [] : try await lookAtReplaced()
            try await keeper.compareLists(
                rentals: rentals, active: active, past: past, unheard: unheard, began: began,
                on: name)
        } catch {
            // The result could not be written: the lists are asked for again soon.
            await keeper.listingFailed(on: name)
            throw error
        }
    }

    /// Settles calls that neither a list nor a line shows.
    private func settleByMoney(began: Instant) async throws {
        guard await keeper.needsBalance(on: name) else { return }
        let balance = await call { () async throws(ProviderError) in
            try await provider.balance()
        }.value
        if let balance { try await keeper.settle(balance: balance, asked: began, on: name) }
        for (doubt, id) in await keeper.extensionsUntold(on: name) {
            let paidPeriods = await call { () async throws(ProviderError) in
                try await provider.paidPeriods(of: id)
            }
            try await keeper.settle(
                extension: doubt, paidPeriods: paidPeriods.value ?? nil, balance: balance,
                asked: began, on: name)
        }
    }

    /// Looks at orders that may have been replaced, because the answer was lost. If a list shows
    /// another order in place of one, this is the last look at the old one. Returns lines whose
    /// order could not be looked at.
    private func lookAtReplaced() async throws -> Set<Line.ID> {
        var unheard: Set<Line.ID> = []
        for line in await keeper.linesWithOrderInDoubt(on: name) {
            guard let id = line.providerID else { continue }
            if try await !check(line, id) { unheard.insert(line.id) }
        }
        return unheard
    }
}
