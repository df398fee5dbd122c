@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// Which book contains a line or an action.
@Suite struct `All that is known` {
    private func state() -> KeeperState {
        var state = KeeperState([], policy: Policy(), at: .noon)
        for name in ["pool", "other"] {
            var book = AccountBook.example()
            book = AccountBook(name, book.account, policy: Policy())
            state.books[name] = book
        }
        state.remember(Written(.line(.example(.rental))))
        return state
    }

    @Test
    func `an action is filed with its line, else with the account it names, else with nobody`() {
        var state = state()
        state.remember(Written(.action(.example(.refund, id: 1))))
        state.remember(
            Written(.action(.example(.order, id: 2, line: nil) { $0.account = "other" })))
        state.remember(Written(.channelTest(.example(.forward, id: 3, line: nil))))
        state.remember(
            Written(.action(.example(.order, id: 4, line: nil) { $0.account = "nowhere" })))
        #expect(state.books["pool"]?.actions.keys.sorted() == [1])
        #expect(state.books["other"]?.actions.keys.sorted() == [2])
        #expect(state.openActions.map(\.id) == [1, 2, 3, 4])
        for id in 1...4 as ClosedRange<Action.ID> { #expect(state.openAction(id)?.id == id) }
        for var action in state.openActions {
            action.state = .done
            state.remember(Written(.action(action)))
        }
        #expect(state.openActions.isEmpty)
        #expect(state.openAction(1) == nil)
    }

    @Test func `lines that move take along what is known and open about them`() {
        var state = state()
        state.remember(Written(.action(.example(.refund, id: 1))))
        state.track(1) { $0.notFoundSince = noon }
        state.books["pool"]?.looks.add(1)
        let moved = Line.example(.rental) { $0.account = "other" }
        state.remember(Written(.moved([moved], from: "pool", to: "other")))
        #expect(state.books["pool"]?.lines.isEmpty == true)
        #expect(state.books["pool"]?.actions.isEmpty == true)
        #expect(state.books["pool"]?.looks.isEmpty == true)
        #expect(state.tracked(1)?.notFoundSince == noon)
        #expect(state.books["other"]?.actions.keys.sorted() == [1])
        #expect(state.openAction(1)?.id == 1)
    }

    @Test func `a line that was never bought is gone without a trace`() {
        var state = state()
        state.remember(Written(.goneLine(1)))
        #expect(state.line(1) == nil)
        #expect(state.track(1) { $0.isBusy = true } == nil)
        #expect(state.books["pool"]?.plannedLines.isEmpty == true)
    }

    @Test func `a line of an account that nobody configures has a book`() {
        var state = state()
        state.remember(Written(.line(.example(.rental, id: 2) { $0.account = "gone" })))
        #expect(state.books["gone"]?.account == nil)
        #expect(state.line(2)?.id == 2)
        #expect(state.books["gone"]?.plannedLines.isEmpty == true)
    }
}
