import Accounts
import Foundation
import Keeping
import Lines
import Providers
import Running
import Scripting
import Storage
import Transport

/// The plan's actions, doubts, channels, accounts, money and the database.
extension ControlHandler {
    func actions(_ request: ListActions) async throws -> [ActionRecord] {
        var line: Line.ID?
        if let text = request.line { line = try await lineWithHistory(text) }
        let state = try request.state.map { name in
            guard let state = Action.State(rawValue: name) else {
                let states = Action.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw ControlFailure(.usage, "There is no state \(name). States: \(states).")
            }
            return state
        }
        let limit = min(max(request.limit, 1), 100_000)
        guard request.kind == nil else {
            guard request.kind == "forward", state == .failed, line == nil else {
                throw ControlFailure(.usage, "Of a kind, only failed forwards are listed.")
            }
            return try keeper.store.latestForwards(DeadForwards(), limit: limit)
                .map(ActionRecord.init)
        }
        return try keeper.store.actions(line: line, state: state, limit: limit)
            .map(ActionRecord.init)
    }

    /// A line, or the id of one that is not tracked: a purchase that failed leaves only its actions,
    /// and of a line that cannot be read the messages are left.
    func lineWithHistory(_ text: String) async throws -> Line.ID {
        do throws(KeeperError) {
            return try await keeper.line(text).id
        } catch {
            guard case .noSuchLine = error, let id = Line.ID(text),
                try !keeper.store.actions(line: id, limit: 1).isEmpty
                    || !keeper.store.latestEvents(line: id, limit: 1).isEmpty
            else { throw error }
            return id
        }
    }

    func drop(_ request: DropAction) async throws -> Done {
        let dropped = try await keeper.drop(request.action)
        return Done("Action \(dropped.id) (\(dropped.kind.rawValue)) is dropped.")
    }

    func doubts(_ request: ListDoubts) async throws -> [DoubtRecord] {
        var records: [DoubtRecord] = []
        for doubt in await keeper.openDoubts() {
            let details = doubt.details
            let line = await doubt.line.asyncFlatMap { await keeper.knownLine($0) }
            let isAsked = await line.asyncFlatMap { await keeper.hasAccount($0) } ?? true
            records.append(
                DoubtRecord(
                    action: doubt.id, kind: doubt.kind.rawValue, line: doubt.line,
                    account: details.account, since: Timestamp(doubt.createdAt),
                    known: doubt.result ?? "The answer was lost.",
                    cost: details.price?.description,
                    remedy: doubt.remedyOfDoubt(isAsked: isAsked)))
        }
        return records
    }

    func dismiss(_ request: DismissDoubt) async throws -> Done {
        try await keeper.dismiss(request.action)
        return Done(
            "Doubt \(request.action) is settled as not carried out. If its line appears after "
                + "all, it is adopted without a price.")
    }

    func channels(_ request: ListChannels) async throws -> [ChannelRecord] {
        let gone = await keeper.goneChannels
        return try keeperService.channels.map { channel in
            let tally = try keeper.store.tally(channel: channel.name)
            return ChannelRecord(
                name: channel.name, kind: channel.kind, target: channel.target,
                routes: keeperService.routes.filter { $0.value.channels.contains(channel.name) }
                    .keys
                    .sorted(),
                delivered: tally.counts["done"] ?? 0,
                waiting: (tally.counts["pending"] ?? 0) + (tally.counts["running"] ?? 0),
                dead: tally.counts["failed"] ?? 0, lastError: tally.lastError,
                isGone: gone.contains(channel.name))
        }
    }

    func test(_ request: TestChannel) async throws -> Done {
        guard keeperService.channels.contains(where: { $0.name == request.channel }) else {
            throw KeeperError.noSuchChannel(
                request.channel, known: keeperService.channels.map(\.name))
        }
        let action = try await commands.test(channel: request.channel)
        guard action.state == .done else {
            throw ControlFailure(.failed, action.result ?? "Waiting.")
        }
        return Done("Delivered. \(action.result ?? "")")
    }

    func routes(_ request: ListRoutes) async throws -> [RouteRecord] {
        let counts = try keeper.store.messagesByRoute()
        return keeperService.routes.sorted { $0.key < $1.key }.map {
            RouteRecord(name: $0.key, channels: $0.value.words, messages: counts[$0.key] ?? 0)
        }
    }

    func accounts(_ request: ListAccounts) async throws -> Gathered<AccountRecord> {
        var gathered = Gathered<AccountRecord>()
        if let name = request.account { _ = try await keeper.account(named: name) }
        if request.refresh { gathered.missing = await refresh(request.account) }
        gathered.rows = await keeper.accountViews()
            .filter { request.account == nil || $0.account.name == request.account }
            .map { view in
                AccountRecord(
                    name: view.account.name, provider: view.account.providerName.rawValue,
                    url: view.account.url, state: view.health.state.rawValue,
                    silentSince: Timestamp(view.health.silence?.since),
                    balance: view.balance?.decimal, currency: view.balance?.currency,
                    balanceAt: Timestamp(view.balanceAt), lines: view.lines,
                    budget: view.account.providerName == .inbound
                        ? 0 : view.account.requestsPerSecond,
                    requests: view.requestsLastMinute.values.reduce(0, +),
                    requestsLeft: view.allowance?.remaining, requestsLimit: view.allowance?.limit,
                    requestsResetAt: Timestamp(view.allowance?.resetsAt),
                    usedFor: view.requestsLastMinute
                        .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
                        .map { "\($0.key.rawValue) \($0.value)" },
                    noticesAfter: view.noticeDelay.map { Double($0.milliseconds) / 1000 },
                    eagerUntil: Timestamp(view.eagerUntil), shortage: view.shortage,
                    webhook: keeperService.endpoints?.address(of: view.account.name),
                    clockAhead: view.clockAhead.wholeSeconds,
                    stampsAhead: view.stampsAhead?.wholeSeconds, lastError: view.health.lastError,
                    remark: view.remark,
                    operations: view.account.provider.capabilities.operations.map(\.rawValue)
                        .sorted())
            }
        if request.account == nil {
            gathered.rows += await keeper.missingAccounts().map(AccountRecord.init)
        }
        return gathered
    }

    /// Requests the balances; returns the accounts that did not answer.
    private func refresh(_ name: String?) async -> [Gathered<AccountRecord>.Missing] {
        var missing: [Gathered<AccountRecord>.Missing] = []
        await withTaskGroup(of: Gathered<AccountRecord>.Missing?.self) { group in
            for view in await keeper.accountViews()
            where name ?? view.account.name == view.account.name
                && (name != nil || view.account.provider.capabilities.offers(.balance))
            {
                group.addTask {
                    do {
                        try await commands.refreshBalance(of: view.account)
                        return nil
                    } catch {
                        return .init(
                            account: view.account.name, reason: ControlFailure(error).message)
                    }
                }
            }
            for await each in group { each.map { missing.append($0) } }
        }
        return missing.sorted { $0.account < $1.account }
    }

    func query(_ request: RunQuery) async throws -> TableRecord {
        let store = keeper.store
        let limit = min(max(request.limit, 1), 100_000)
        let table = try await answer(within: Self.longestQuery) {
            try await store.query(request.query, limit: limit)
        }
        return TableRecord(columns: table.columns, rows: table.rows, isCut: table.isCut)
    }

    /// A query that takes longer will most likely never end.
    private static let longestQuery = Duration.seconds(10)

    /// Gives up a query that takes too long.
    func answer<Value: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let world = keeper.world
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await world.sleep(limit)
                throw ControlFailure(
                    .failed,
                    "Query cancelled after \(limit.wholeSeconds) s. Ask for less.")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    func backUp(_ request: BackUp) async throws -> Done {
        guard request.file.hasPrefix("/") else {
            throw ControlFailure(.usage, "The manager needs the absolute path of the file.")
        }
        try await keeper.store.backup(to: request.file)
        return Done("A copy of the database is in \(request.file).")
    }
}
