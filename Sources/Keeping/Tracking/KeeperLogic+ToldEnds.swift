import Accounts
import Lines
import Providers
import Storage
import Transport

/// Handles reported ends that contradict known facts: the provider is asked about them, and the
/// line continues as before until they are confirmed.
extension KeeperLogic {
    /// The observation without an implausible end; nil if nothing is left.
    mutating func vetted(
        _ observation: Observation, on line: Line
    ) throws(StoreError) -> Observation? {
        guard let told = observation.end else { return observation }
        let paid = books[line.account]?.daysBeingBought(for: line.id)
        guard
            let likelihood = books[line.account]?.likelihood(
                of: told, on: line, known: line.expiresAt, paid: paid, at: moment)
        else { return observation }
        var call = DoubtedEnd.Call.look
        if case .listed = observation { call = .list }
        let why: String
        switch likelihood {
        case .plausible:
            track(line.id) { $0.doubtedEnd = nil }
            return observation
        case .unlikely(let reason):
            var doubt =
                tracked(line.id)?.doubtedEnd.flatMap { $0.isSame(as: told) ? $0 : nil }
                ?? DoubtedEnd(told, at: moment.uptime)
            let isBelieved = doubt.hear(
                from: call, at: moment.uptime, now: reckoning(of: line.account).sure)
            // An end confirmed by a list is believed with the next look.
            let left = isBelieved && call == .look ? nil : doubt
            track(line.id) { $0.doubtedEnd = left }
            if isBelieved { return observation }
            why = reason
        case .impossible(let reason): why = reason
        }
        try ask(about: told, why, of: line)
        if case .listed = observation { return nil }
        var rest = observation
        rest.end = nil
        return rest
    }

    mutating func vetted(
        _ standing: ActivationStatus?, on line: Line
    ) throws(StoreError) -> ActivationStatus? {
        guard let standing,
            case .activation(let vetted)? = try vetted(.activation(standing), on: line)
        else { return nil }
        return vetted
    }

    /// Looks and lists repeat it; a person is told once.
    private mutating func ask(about end: Instant, _ why: String, of line: Line) throws(StoreError) {
        guard
            tracked(line.id)?.reportedEnd.map({ !DoubtedEnd($0, at: .zero).isSame(as: end) })
                ?? true
        else { return }
        track(line.id) { $0.reportedEnd = end }
        requestLook(at: line.id)
        askAgain(line.account, after: .seconds(5))
        try note(
            kind: "end_unclear",
            text: "The provider reports that the line ends \(end.rfc3339), \(why). This is "
                + "checked; until then the old expiry is used.",
            line: line.id)
    }

    func waitsForEnd(_ action: OpenAction) -> Bool {
        line(action.line).flatMap { books[$0.account] }?.waitsForEnd(action, at: moment) ?? false
    }

    // MARK: Purchases and extensions

    /// Reports that an answer contained an end that was not paid for.
    mutating func tellOfEnd(_ told: Instant?, taken: Instant?, of id: Line.ID?) throws(StoreError) {
        guard let told, told != taken else { return }
        let instead = taken.map { "Its expiry is set to \($0.rfc3339), as paid for" }
        try note(
            kind: "end_unclear",
            text: "The provider reports that the line ends \(told.rfc3339), which is not what was "
                + "paid for. " + (instead ?? "Its expiry is unknown") + ", until the next check.",
            line: id)
        if let id { requestLook(at: id) }
    }

    /// Whether an extension that was reported as made, but did not move the expiry, may still take
    /// effect. It is not repeated while its cost is missing from the balance.
    mutating func mayStillShow(_ doubt: OpenAction, on name: String) throws(StoreError) -> Bool {
        guard doubt.details.isSaidDone == true else { return false }
        let since = doubt.doubtfulSince
        guard let balance = books[name]?.account?.balance.known,
            balance.at - since > OpenAction.settlingTime,
            let missing = try missing(from: balance.money, by: doubt, on: name)
        else { return moment.now - since < .minutes(10) }
        guard missing.tenThousandths > 0 else { return false }
        try explain(
            doubt,
            "The balance is \(missing) lower and the provider confirmed the extension, but the "
                + "expiry has not changed. Check the line on the provider's website.")
        return true
    }
}
