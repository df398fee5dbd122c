import Accounts
package import Channels
package import Lines
import Storage

/// Tells a person of troubles and of their ends, through the outbox.
extension KeeperLogic {
    /// Compares what is wrong now with what was told, and tells what is new.
    ///
    /// - Parameter others: troubles that are not the keeper's, such as those of the machine.
    /// - Returns: alerts that could not be written down, because the database is the trouble.
    mutating func tellTroubles(besides others: [Trouble]) -> [Alert] {
        guard let alerts = settings.alerts else { return [] }
        let now = moment.now
        var book = troubles
        book.observe(troubles(by: alerts.rules) + others, at: now, by: alerts.rules)
        let news = book.alerts(at: now, by: alerts.rules)
        let changed = book.entries.filter { !$0.value.isStored(as: storedTroubles[$0.key]) }
        // What was told is remembered even if that cannot be written: it is written later.
        troubles = book
        storedTroubles = storedTroubles.filter { book.entries[$0.key] != nil }
        guard !changed.isEmpty || !news.isEmpty else { return [] }
        do throws(StoreError) {
            let entries = changed.sorted { $0.key < $1.key }.map(\.value)
            try write(entries.map { .trouble($0) } + news.flatMap { changes(for: $0) })
        } catch {
            return news
        }
        storedTroubles.merge(changed) { $1 }
        if !news.isEmpty { wake(.outbox) }
        return []
    }

    /// Goes on with the troubles of an earlier run: what was told is not told again.
    ///
    /// - Parameter sent: when alerts were sent lately.
    mutating func resumeTroubles(_ stored: [TroubleEntry], sent: [Instant], at now: Instant) {
        let latest = stored.filter { $0.endedAt.map { now - $0 < TroubleBook.memory } ?? true }
        troubles = TroubleBook(latest, sent: sent, at: now)
        storedTroubles = troubles.entries
        notes = ChannelNotes(
            gone: Set(
                troubles.open.filter { $0.trouble.kind == .channelGone }.map(\.trouble.subject)))
        for entry in troubles.open where entry.trouble.kind == .budgetShort {
            books[entry.trouble.subject]?.account?.shortage = UpkeepWatch(isTold: true)
        }
    }

    /// Leaves the trouble that a line's event is about to the scripts that ran on the event, if they
    /// did something about it. If they did not, somebody is told.
    func leave(_ event: EventRecord, seenToBy effects: ScriptEffects, _ book: inout TroubleBook) {
        guard settings.alerts != nil, let key = Trouble.Key(event: event.kind, of: event.line),
            let line = line(event.line)
        else { return }
        let troubles = books[line.account]?.endTroubles(of: line, at: moment) ?? []
        guard effects.seeTo(line.id), let trouble = troubles.first(where: { $0.key == key })
        else { return book.takeUp(key) }
        book.leave(trouble, at: moment.now)
    }

    /// What a script decided about a line did not come about: its troubles are no longer left to it.
    mutating func takeUpTroubles(after action: OpenAction) {
        guard action.row.isByScript, let line = action.line else { return }
        for kind in [Trouble.Kind.expiring, .refundClosing] {
            troubles.takeUp(Trouble.Key(kind, "\(line)"))
        }
    }

    /// The channels that an alert is sent through, each with those that come after it.
    func chains(for alert: Alert) -> [Route.Chain] {
        let troubled = troubles.open.filter { $0.trouble.kind.isOfChannel }.map(\.trouble.subject)
        return settings.alerts?.chains(avoiding: alert.avoided, troubled: Set(troubled)) ?? []
    }

    private func changes(for alert: Alert) -> [Change] {
        let event = EventRecord(at: moment.now, kind: "alert", text: alert.text)
        return [.event(event)]
            + chains(for: alert).map { .decided(forward(alert.content, along: $0, by: Self.alert)) }
    }

    /// Records a trial alert, which a person waits for.
    mutating func recordTrialAlert() throws(KeeperError) -> [OpenAction] {
        guard let chains = settings.alerts?.route.chains, !chains.isEmpty else {
            throw .refused(
                "Alerts go nowhere: there is no channel. Add one under channels in config.lua.")
        }
        let content = ForwardContent(
            title: "Linekeeper: trial alert",
            text: "This is what an alert looks like. All is well.",
            priority: .urgent, tags: ["warning"])
        var trials: [OpenAction] = []
        for chain in chains {
            let trial = Change.channelTest(forward(content, along: chain, by: "console"))
            trials.append(
                try writing { () throws(StoreError) in try write([trial]).onlyAction })
        }
        wake(.outbox)
        return trials
    }

    private static var alert: String { "alert" }

    private func forward(
        _ content: ForwardContent, along chain: Route.Chain, by origin: String
    ) -> Action {
        var details = ActionDetails()
        details.content = content
        let further = Array(chain.channels.dropFirst())
        if !further.isEmpty {
            details.further = further
            details.within = chain.within.milliseconds
        }
        var action = Action(
            id: 0, key: identifier(), kind: .forward, origin: origin, payload: details.json,
            createdAt: moment.now)
        action.channel = chain.channels.first
        if !further.isEmpty { action.nextAt = moment.now + chain.within }
        return action
    }
}

extension Alert {
    /// The forward that carries it. Only trouble disturbs somebody in quiet hours.
    package var content: ForwardContent {
        ForwardContent(
            title: title, text: text, priority: isTrouble ? .urgent : .normal,
            tags: [isTrouble ? "warning" : "white_check_mark"])
    }
}
