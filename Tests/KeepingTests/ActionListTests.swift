@testable import Accounts
import GRDB
import Lines
@testable import Running
import Storage
import Testing

@testable import Keeping

@Suite("The list of actions")
struct ActionListTests {
    @Test func `of one state is filtered before it is counted`() async throws {
        let fixture = try KeeperFixture()
        func forward(_ number: Int, _ state: Action.State) throws {
            var action = Action(
                id: 0, key: "k\(number)", kind: .forward, origin: "10-a.lua", payload: "{}",
                createdAt: noon)
            action.channel = "phone"
            action.state = state
            action.line = 7
            let draft = action
            _ = try fixture.store.write { try $0.insert(draft) }
        }
        try forward(0, .failed)
        for number in 1...60 { try forward(number, .done) }
        let store = fixture.store
        #expect(try store.actions(state: .failed, limit: 50).map(\.key) == ["k0"])
        #expect(try store.actions(line: 7, state: .failed, limit: 50).map(\.key) == ["k0"])
        #expect(try store.actions(state: .done, limit: 50).count == 50)
        #expect(try store.actions(line: 7, state: .pending, limit: 50).isEmpty)
    }

    /// `again` and `order --on` need the words of the order, however much has happened since.
    @Test func `knows the order of a line with a long history`() throws {
        let store = try Store()
        for number in 0...150 {
            var action = Action(
                id: 0, key: "k\(number)", kind: number == 1 ? .order : .forward, origin: "console",
                payload: "{}", createdAt: noon)
            action.state = .done
            action.line = number == 0 ? 8 : 7
            let draft = action
            _ = try store.write { try $0.insert(draft) }
        }
        #expect(try store.order(of: 7)?.key == "k1")
        #expect(try store.order(of: 8) == nil)
    }

    @Test func `says of an action without a doubt what it is`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.rental()
        let done = try #require(try fixture.store.actions(line: line.id, limit: 1).first)
        await #expect {
            try await fixture.keeper.dismiss(done.id)
        } throws: {
            "\($0)".contains("Action \(done.id) is \(done.state.rawValue), so there is no")
        }
        await #expect {
            try await fixture.keeper.dismiss(99)
        } throws: { "\($0)".contains("There is no action 99") }
    }
}
