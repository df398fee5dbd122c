package import Accounts
package import Lines
package import Providers
package import Storage

/// The interface for questions of people and programs.
extension Keeper {
    package func hasAccount(_ line: Line) -> Bool {
        logic.hasAccount(line)
    }

    package func checkAccount(of line: Line) throws(KeeperError) {
        try logic.checkAccount(of: line)
    }

    package func missingAccounts() -> [MissingAccount] {
        logic.missingAccounts()
    }

    package func allLines() -> [Line] {
        logic.allLines()
    }

    package func label(of id: Line.ID) -> String? {
        logic.label(of: id)
    }

    package func labels() -> [Line.ID: String] {
        logic.labels()
    }

    package func accountNames() -> [String] {
        logic.accountNames()
    }

    package func line(_ text: String) throws(KeeperError) -> Line {
        try logic.line(text)
    }

    package func time(at line: Line) -> Instant {
        logic.time(at: line)
    }

    package func plan(of id: Line.ID?) -> [Duty] {
        logic.plan(of: id)
    }

    package func waitingActions(of id: Line.ID?) -> [OpenAction] {
        logic.waitingActions(of: id)
    }

    package func openDoubts() -> [OpenAction] {
        logic.openDoubts()
    }

    package func action(_ id: Action.ID) throws(KeeperError) -> OpenAction {
        try logic.action(id)
    }

    package func isEarly(_ action: OpenAction) -> Bool {
        logic.isEarly(action)
    }

    package func reasonToKeepLine(of action: OpenAction) -> String? {
        logic.reasonToKeepLine(of: action)
    }

    package func accountViews() -> [AccountView] {
        logic.accountViews()
    }

    package func account(named name: String?) throws(KeeperError) -> Account {
        try logic.account(named: name)
    }

    package func accounts(offering operation: Capabilities.Operation, named name: String?)
        throws(KeeperError) -> [Account]
    {
        try logic.accounts(offering: operation, named: name)
    }

    package func catalogue(of name: String) -> Catalogue {
        logic.catalogue(of: name)
    }

    package func keep(countries: [Country], services: [Service], on name: String) {
        logic.keep(countries: countries, services: services, on: name)
    }

    package func keep(rentals: [RentalOffer], on name: String) {
        logic.keep(rentals: rentals, on: name)
    }

    package func lines(for kind: Action.Kind?) -> [Line] {
        logic.lines(for: kind)
    }

    package func expectMessage(on id: Line.ID, for duration: Duration) {
        logic.expectMessage(on: id, for: duration)
    }

    package func stopAwaiting(_ id: Line.ID) {
        logic.stopAwaiting(id)
    }

    package func hasNews(of id: Action.ID) -> Bool {
        logic.hasNews(of: id)
    }

    package var settings: KeeperSettings { logic.settings }

    var homeID: String { logic.homeID }

    var restoredAt: Instant? { logic.restoredAt }

    package func note(kind: String, text: String, line: Line.ID? = nil) throws(StoreError) {
        try logic.note(kind: kind, text: text, line: line)
    }

    package func time(of account: String) -> Instant {
        logic.time(of: account)
    }

    package func line(_ id: Line.ID?) -> Line? {
        logic.line(id)
    }
}
