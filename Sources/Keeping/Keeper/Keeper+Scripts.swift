package import Accounts
package import Channels
package import Lines
package import Scripting
package import Storage

/// The interface for scripts and the outbox: their input, decisions and results.
extension Keeper {
    package func deliveries(of actions: [Action]) throws(StoreError) -> [(Action, Delivery)] {
        try logic.deliveries(of: actions)
    }

    package func delivery(of action: Action) throws(StoreError) -> Delivery? {
        try logic.delivery(of: action)
    }

    package func turns(of due: [Action], to channel: String) throws(StoreError) -> [Action] {
        try logic.turns(of: due, to: channel)
    }

    package func releaseHeld() throws(StoreError) { try logic.releaseHeld() }

    package func passOn() throws(StoreError) {
        try logic.passOn()
    }

    package func delivered(_ ends: [DeliveryEnd]) throws(StoreError) {
        try logic.delivered(ends)
    }

    package func retry(_ id: Action.ID) throws(KeeperError) -> Bool {
        try logic.retry(id)
    }

    package func retry(_ dead: DeadForwards, most: Int) throws(KeeperError) -> DeadPart {
        try logic.retry(dead, most: most)
    }

    package func drop(_ dead: DeadForwards, most: Int) throws(KeeperError) -> DeadPart {
        try logic.drop(dead, most: most)
    }

    package func recordForward(to channel: String, _ content: ForwardContent, origin: String)
        throws(KeeperError) -> OpenAction
    {
        try logic.recordForward(to: channel, content, origin: origin)
    }

    package func setAsideForwards(without channels: Set<String>) throws(StoreError) {
        try logic.setAsideForwards(without: channels)
    }

    package func answer(_ query: ScriptQuery) -> Result<ScriptValue, ScriptQueryError> {
        logic.answer(query)
    }

    package func dueTimers(of scripts: [String], limit: Int) throws(StoreError) -> [TimerRecord] {
        try logic.dueTimers(of: scripts, limit: limit)
    }

    package func nextTimer(of scripts: [String]) throws(StoreError) -> Instant? {
        try logic.nextTimer(of: scripts)
    }

    package func dropOwed(toOthersThan known: Set<String>) throws(StoreError) {
        try logic.dropOwed(toOthersThan: known)
    }

    package func noteScript(_ name: String, isThere: Bool) {
        logic.noteScript(name, isThere: isThere)
    }

    package func dueEvents(of scripts: [String], limit: Int) throws(StoreError) -> [EventRecord] {
        try logic.dueEvents(of: scripts, limit: limit)
    }

    package func scriptsToTell(again event: Int64) -> Set<String>? {
        logic.scriptsToTell(again: event)
    }

    package func knownLine(_ id: Line.ID) -> Line? {
        logic.knownLine(id)
    }

    package func noteHandlers(_ known: [String: Set<String>]) {
        logic.noteHandlers(known)
    }

    package func brake(
        _ report: RunReport, _ cause: ScriptCause, _ pending: ScriptBrakes.Pending
    ) -> (report: RunReport, problems: [String]) {
        logic.brake(report, cause, pending)
    }

    package func change(_ change: ScriptChange) throws(StoreError) {
        try logic.change(change)
    }

    package func note(_ standings: [ScriptStanding]) throws(StoreError) {
        try logic.note(standings)
    }

    package func commit(_ results: [ScriptResult]) throws(StoreError) {
        try logic.commit(results)
    }
}
