package import Accounts
package import Lines
package import Storage

/// The interface for people's orders on lines, and for the obstacles to them.
extension Keeper {
    package func recordIntent(
        _ kind: Action.Kind, on name: String, _ payload: ActionDetails, origin: String,
        line draft: (inout Line) -> Void
    ) throws(KeeperError) -> OpenAction {
        try logic.recordIntent(kind, on: name, payload, origin: origin, line: draft)
    }

    package func recordIntent(
        _ kind: Action.Kind, on line: Line, _ payload: ActionDetails = ActionDetails(),
        origin: String
    ) throws(KeeperError) -> OpenAction {
        try logic.recordIntent(kind, on: line, payload, origin: origin)
    }

    package func check(_ kind: Action.Kind, isPossibleFor line: Line, by origin: String = "console")
        throws(KeeperError)
    {
        try logic.check(kind, isPossibleFor: line, by: origin)
    }

    package func checkAgain(_ line: Line) throws(KeeperError) {
        try logic.checkAgain(line)
    }

    package func linesToHaveAgain() -> [Line] {
        logic.linesToHaveAgain()
    }

    package func checkBesides(_ line: Line) throws(KeeperError) {
        try logic.checkBesides(line)
    }

    package func linesToShare() -> [Line] {
        logic.linesToShare()
    }

    package func linesBought(with line: Line) -> [Line] {
        logic.linesBought(with: line)
    }

    package func approvePrice(of id: Action.ID, _ price: Money?) throws(KeeperError) {
        try logic.approvePrice(of: id, price)
    }

    package func approvePrice(ofResend id: Action.ID, _ price: Money) throws(KeeperError) {
        try logic.approvePrice(ofResend: id, price)
    }

    package func approveUnknownPrice(ofResend id: Action.ID) throws(KeeperError) {
        try logic.approveUnknownPrice(ofResend: id)
    }

    package func spendable(
        on name: String, origin: String, in currency: String? = nil
    ) throws(StoreError) -> Money? {
        try logic.spendable(on: name, origin: origin, in: currency)
    }

    package func label(_ id: Line.ID, _ text: String) throws(KeeperError) -> Line {
        try logic.label(id, text)
    }

    package func tag(
        _ id: Line.ID, _ words: [String], isRemoved: Bool
    ) throws(KeeperError) -> Line {
        try logic.tag(id, words, isRemoved: isRemoved)
    }

    func label(_ text: String, for id: Line.ID, among others: [Line] = []) throws(Label.Refusal)
        -> String?
    {
        try logic.label(text, for: id, among: others)
    }

    package func keepAwake(_ id: Line.ID, for duration: Duration) throws(KeeperError) {
        try logic.keepAwake(id, for: duration)
    }

    package func knownProviderIDs(of name: String) -> Set<String> {
        logic.knownProviderIDs(of: name)
    }

    package func drop(_ id: Action.ID) throws(KeeperError) -> OpenAction {
        try logic.drop(id)
    }

    package func drop(pendingOf script: String, most: Int) throws(KeeperError) -> [Action] {
        try logic.drop(pendingOf: script, most: most)
    }

    package func remark(on name: String) -> String? {
        logic.remark(on: name)
    }

    package func takeOver(from old: String, by name: String) throws(KeeperError) -> [Line] {
        try logic.takeOver(from: old, by: name)
    }
}
