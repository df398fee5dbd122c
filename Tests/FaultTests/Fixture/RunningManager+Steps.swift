import Accounts
import Keeping
import Lines
import Providers
import Running
import Storage
import Testing

/// Steps shared by cells and stories.
extension RunningManager {
    /// Orders a number for a person, and expects it to be bought.
    func order(on name: String = FaultFixture.accounts.struck) async throws -> Line.ID {
        var request = ManagerOperation.activation
        request.account = name
        let action = try await answered(commands.order(request, origin: "console"))
        try #require(action.state == .done, "order on \(name): \(action.result ?? "")")
        return try #require(action.line)
    }

    func rent(on name: String = FaultFixture.accounts.struck) async throws -> Line.ID {
        var request = ManagerOperation.rental
        request.account = name
        let action = try await answered(commands.rent(request, origin: "console"))
        try #require(action.state == .done, "rent on \(name): \(action.result ?? "")")
        return try #require(action.line)
    }

    func number(of id: Line.ID) async throws -> String { try #require(try await line(id).number) }

    /// Returns when a rental is listening.
    func listening(_ id: Line.ID) async throws -> Line.ID {
        try await fixture.until("line \(id) listens") {
            let line = try await line(id)
            return line.listening.isListening(at: await keeper.time(at: line)) ? id : nil
        }
    }

    /// Returns when a line has `count` messages.
    func received(
        _ count: Int, on id: Line.ID, within limit: Duration = .hours(1)
    ) async throws -> Line.ID {
        try await fixture.until("line \(id) has \(count) messages", within: limit) {
            try await line(id).messageCount >= count ? id : nil
        }
    }

    /// Returns an action once its call has ended, which on a busy machine is later than any
    /// deadline.
    func answered(_ action: OpenAction) async throws -> OpenAction {
        try await fixture.until("action \(action.id) is answered") {
            let action = try await keeper.action(action.id)
            return action.state == .running ? nil : action
        }
    }

    /// Returns an action once it has ended.
    func ended(_ id: Action.ID, within limit: Duration = .hours(1)) async throws -> OpenAction {
        try await fixture.until("action \(id) ends", within: limit) {
            let action = try await keeper.action(id)
            return [.done, .failed].contains(action.state) ? action : nil
        }
    }

    /// The open actions of an account.
    func unsettled(on name: String = FaultFixture.accounts.struck) async throws -> [Action] {
        let lines = Set(await lines(of: name).map(\.id))
        return try store.actions(in: [.pending, .running, .doubt]).filter {
            $0.line.map(lines.contains) ?? true
        }
    }
}
