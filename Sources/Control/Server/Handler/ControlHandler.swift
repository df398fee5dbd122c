import Accounts
import Channels
import Foundation
import Keeping
package import Lines
package import Running
import Transport

/// Answers each request of the control socket from the keeper, with the socket's records.
package struct ControlHandler: Sendable {
    let keeperService: KeeperService
    let startedAt: Instant
    let version: String
    let home: String
    let isPractising: Bool

    package init(
        keeperService: KeeperService, startedAt: Instant, version: String, home: String,
        isPractising: Bool
    ) {
        self.keeperService = keeperService
        self.startedAt = startedAt
        self.version = version
        self.home = home
        self.isPractising = isPractising
    }

    var keeper: Keeper { keeperService.keeper }
    var commands: CommandService { keeperService.commands }

    func status(_ request: ShowStatus) async throws -> StatusRecord {
        StatusRecord(
            version: version, home: home, isPractising: isPractising,
            startedAt: Timestamp(startedAt),
            lines: await keeper.allLines().count { !$0.state.isEnded },
            processId: ProcessInfo.processInfo.processIdentifier,
            notices: keeper.startNotices)
    }

    func record(_ line: Line) async -> LineRecord {
        LineRecord(
            line, now: await keeper.time(at: line), hasAccount: await keeper.hasAccount(line))
    }

    func outcome(_ action: OpenAction) async throws -> OutcomeRecord {
        let line = await action.line.asyncFlatMap { await keeper.knownLine($0) }
        let message = action.result ?? "In progress."
        let isPending = action.state == .pending || action.state == .running
        var others: [LineRecord] = []
        if action.details.shared != nil, action.state == .done, let line {
            for other in await keeper.linesBought(with: line) where other.id != line.id {
                others.append(await record(other))
            }
        }
        return OutcomeRecord(
            action: action.id, state: isPending ? "pending" : action.state.rawValue,
            message: message, line: await line.asyncFlatMap { await record($0) },
            dueAt: isPending ? Timestamp(action.dueAt) : nil,
            excess: action.details.excess?.description,
            anotherMayDo: action.state == .failed ? action.details.isOfferRefused : nil,
            others: others.isEmpty ? nil : others)
    }

    /// A bare figure, which means the currency of the price that it is compared with.
    func money(_ text: String?) throws -> Money? {
        guard let text else { return nil }
        guard let money = Money(decimal: text) else {
            throw ControlFailure(.usage, "\(text) is not an amount such as 0.50.")
        }
        return money
    }

    /// A requested number of days. One that no provider sells is refused without asking any.
    func days(_ count: Int) throws -> Int {
        guard (1...3650).contains(count) else {
            throw ControlFailure(.usage, "Days must be a whole number from 1 to 3650.")
        }
        return count
    }

    /// A requested number of seconds, limited to the range from zero to ten years.
    func seconds(_ count: Int) -> Duration { .seconds(min(max(count, 0), 315_360_000)) }

    func pause(_ duration: Duration) async throws { try await keeper.world.sleep(duration) }
}

extension Optional {
    func asyncFlatMap<T>(_ body: (Wrapped) async -> T?) async -> T? {
        guard let value = self else { return nil }
        return await body(value)
    }
}
