import Channels
package import Lines
package import Providers
import Storage
import Transport

extension CommandService {
    /// The latest code, or the next one within `limit`.
    ///
    /// A sleeping rental is woken and kept listening meanwhile. The line is asked as often as the
    /// account's budget allows. Without a line, a code on any line is accepted.
    package func code(on text: String?, within limit: Duration) async throws -> Message {
        var line: Line?
        if let text { line = try await keeper.line(text) }
        if let line, limit > .zero { try await keeper.checkAccount(of: line) }
        let before = try latest(on: line?.id)
        if limit == .zero {
            guard let before else {
                throw KeeperError.noCode(line?.name ?? "")
            }
            return before
        }
        // A code from the half minute before the question is most likely the one meant. Messages
        // that were there when their line was adopted are old, whatever their time.
        if let before, !before.isBacklog, await age(of: before) < .seconds(30) { return before }
        let watch = keeper.hub.watch()
        if let line { try await hasten(line, limit) }
        var patience = limit
        if let line, line.state.isEnded, let ended = line.endedAt {
            let rest = ended + LineObstacle.underWay - (await keeper.time(at: line))
            patience = min(limit, max(rest, .zero))
        }
        let found = await nextCode(in: watch, on: line?.id, within: patience)
        if let line { await keeper.stopAwaiting(line.id) }
        if let found { return found }
        guard let before else { throw KeeperError.noCode(line?.name ?? "") }
        throw KeeperError.refused(await nothingNew(on: line, since: before))
    }

    /// What to report after a wait without a new code, if there is an older one.
    private func nothingNew(on line: Line?, since last: Message) async -> String {
        let place = line.map { " on line \($0.name)" } ?? ""
        let holder = line == nil ? ", on line \(last.line)," : ""
        return "No new code\(place) in that time. The last one\(holder) is \(last.code ?? ""), "
            + "\(await age(of: last).inWords) old."
    }

    /// The first message with a code among new events; nil if none came within `limit`.
    private func nextCode(
        in watch: AsyncStream<EventRecord>, on line: Line.ID?, within limit: Duration
    ) async -> Message? {
        let store = keeper.store
        let world = keeper.world
        return await withTaskGroup(of: Message?.self) { group in
            group.addTask {
                for await event in watch {
                    // A line that is refunded or cancelled meanwhile will not receive anything.
                    if let line, event.line == line, ["refunded", "cancelled"].contains(event.kind)
                    {
                        return nil
                    }
                    guard ["message", "completed"].contains(event.kind) else { continue }
                    guard line == nil || event.line == line, let id = event.message else {
                        continue
                    }
                    if let message = try? store.message(id), message.code != nil,
                        !message.isBacklog
                    {
                        return message
                    }
                }
                return nil
            }
            group.addTask {
                try? await world.sleep(limit)
                return nil
            }
            let first: Message?? = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }

    /// The age of a message, by the provider's time of receipt if there is one.
    private func age(of message: Message) async -> Duration {
        guard let line = await keeper.knownLine(message.line), let received = message.receivedAt
        else { return keeper.world.now() - message.storedAt }
        let age = await keeper.time(at: line) - received
        // A time in the future is unusable.
        return age < .zero ? keeper.world.now() - message.storedAt : age
    }

    private func hasten(_ line: Line, _ limit: Duration) async throws {
        if line.kind == .rental, line.state == .active {
            try await keeper.keepAwake(line.id, for: limit + .seconds(30))
        }
        await keeper.expectMessage(on: line.id, for: limit)
    }

    private func latest(on line: Line.ID?) throws -> Message? {
        var filter = keeper.store.filter()
        filter.line = line
        filter.limit = 20
        return try keeper.store.messages(filter).first { $0.code != nil }
    }

    /// Adopts lines that are held at the provider and not tracked here.
    ///
    /// - Parameter forwards: whether their earlier messages are forwarded too.
    package func adopt(
        account name: String?, providerID: String?, forwards: Bool = false
    ) async throws -> [Line] {
        var adopted: [Line] = []
        let names = await keeper.accountNames()
        for account in try await accounts(named: name, of: names) {
            if [.listRentals, .listActive].contains(where: account.provider.capabilities.offers) {
                try await keeper.checkAdoption(on: account.name)
            }
            let known = await keeper.knownProviderIDs(of: account.name)
            func isWanted(_ id: String) -> Bool {
                !known.contains(id) && (providerID == nil || providerID == id)
            }
            if account.provider.capabilities.offers(.listRentals) {
                let rentals = try await call(account) { provider throws(ProviderError) in
                    try await provider.rentals()
                }
                adopted += try await keeper.takeUp(
                    rentals: rentals.filter { isWanted($0.providerID) }, on: account.name,
                    forwards: forwards)
            }
            if account.provider.capabilities.offers(.listActive) {
                let active = try await call(account) { provider throws(ProviderError) in
                    try await provider.activeActivations()
                }
                adopted += try await keeper.takeUp(
                    active: active.filter { isWanted($0.providerID) }, on: account.name,
                    forwards: forwards)
            } else if let providerID, isWanted(providerID) {
                adopted += try await adopt(providerID, unlistedOn: account, forwards: forwards)
            }
        }
        if adopted.isEmpty {
            for account in try await accounts(named: name, of: names) {
                guard let remark = await keeper.remark(on: account.name) else { continue }
                throw KeeperError.refused(remark)
            }
        }
        guard adopted.isEmpty, let providerID else { return adopted }
        throw KeeperError.refused(
            "No provider lists an untracked line with the id \(providerID).")
    }

    /// Adopts an order by its id, on an account whose provider lists nothing.
    private func adopt(
        _ id: String, unlistedOn account: Account, forwards: Bool
    ) async throws -> [Line] {
        do {
            let reading = try await call(account) { provider throws(ProviderError) in
                try await provider.check(id)
            }
            // If it matches a purchase in doubt, it is that purchase, which was made here.
            if let doubt = await keeper.doubt(toldBy: reading, on: account.name) {
                try await keeper.recordOutcome(of: doubt, .bought(Purchase(reading)))
                return await keeper.allLines().filter {
                    $0.providerID == id && $0.account == account.name
                }
            }
            return [try await keeper.adopt(reading, on: account.name, forwards: forwards)]
        } catch let error as ProviderError where error.meaning == .notFound {
            return []
        }
    }

    private func accounts(named name: String?, of names: [String]) async throws -> [Account] {
        var accounts: [Account] = []
        for each in names where name == nil || name == each {
            accounts.append(try await keeper.account(named: each))
        }
        if let name, accounts.isEmpty { accounts = [try await keeper.account(named: name)] }
        return accounts
    }

    package func offer(
        _ account: Account, service: String, country: String
    ) async throws -> ActivationOffer {
        try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.activationOffer(service: service, country: country)
        }
    }

    package func suggestions(
        _ account: Account, service: String
    ) async throws -> [SuggestedCountry] {
        try await call(account, provesKey: false) { provider throws(ProviderError) in
            try await provider.suggestedCountries(service: service)
        }
    }

    package func refreshBalance(of account: Account) async throws {
        let balance = try await call(account) { provider throws(ProviderError) in
            try await provider.balance()
        }
        await keeper.noteBalance(balance, on: account.name)
    }

    /// Sends a test through a channel and waits for the result.
    package func test(channel: String) async throws -> OpenAction {
        let action = try await keeper.recordForward(
            to: channel,
            .init(title: "Linekeeper", text: "This is a test of the channel \(channel)."),
            origin: "console")
        return try await outcome(of: action)
    }
}
