import Lines
import Providers
import Storage
import Transport

/// Ends that contradict what is known: they are asked about, and the line goes on as before until they
/// are confirmed.
extension Keeper {
    /// What was learned of a line without an end that is not to be believed; nil where nothing is left.
    func vetted(
        _ observation: Observation, on line: Line
    ) throws(StoreError) -> Observation? {
        guard let told = observation.end else { return observation }
        let paid = openActions.filter { $0.line == line.id && $0.kind == .extend }
            .compactMap(\.details.days).max()
        let verdict = verdict(on: told, of: line, known: line.expiresAt, paid: paid)
        var call = DoubtedEnd.Call.look
        if case .listed = observation { call = .list }
        let why: String
        switch verdict {
        case .plausible:
            track(line.id) { $0.doubtedEnd = nil }
            return observation
        case .unlikely(let reason):
            var doubt =
                tracked(line.id)?.doubtedEnd.flatMap { $0.isSame(as: told) ? $0 : nil }
                ?? DoubtedEnd(told, at: world.uptime())
            let isBelieved = doubt.hear(
                from: call, at: world.uptime(), now: reckoning(of: line.account).sure)
            // What a list confirmed is believed with the next look.
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

    func vetted(
        _ standing: ActivationStatus?, on line: Line
    ) throws(StoreError) -> ActivationStatus? {
        guard let standing,
            case .activation(let vetted)? = try vetted(.activation(standing), on: line)
        else { return nil }
        return vetted
    }

    /// Looks and lists tell more; a person is told once.
    private func ask(about end: Instant, _ why: String, of line: Line) throws(StoreError) {
        guard
            tracked(line.id)?.reportedEnd.map({ !DoubtedEnd($0, at: .zero).isSame(as: end) })
                ?? true
        else { return }
        track(line.id) { $0.reportedEnd = end }
        summon(line.id)
        askAgain(line.account, after: .seconds(5))
        try note(
            kind: "end_unclear",
            text: "The provider says that it ends \(end.rfc3339), \(why). It is asked again; until "
                + "that is confirmed the line is kept as before.",
            line: line.id)
    }

    func verdict(on told: Instant, of line: Line, known: Instant?, paid: Int? = nil) -> ToldEnd {
        var line = line
        // By a clock that is not settled nobody knows when it was bought.
        if books[line.account]?.account?.stamped.contains(line.id) == true { line.isAdopted = true }
        return ToldEnd(
            told, of: line, known: known, paid: paid, at: reckoning(of: line.account).sure)
    }

    /// Whether the provider is being asked about an end that would make an extension of the plan's
    /// needless. Where its time is nearly over, the configuration says which is worse, to pay twice or to
    /// lose the number.
    package func waitsForEnd(_ action: OpenAction) -> Bool {
        guard let line = line(action.line), let known = line.expiresAt,
            let doubted = tracked(line.id)?.doubtedEnd, doubted.told > known
        else { return false }
        let left = known.left(own: world.now(), provider: reckoning(of: line.account).sure)
        return left > .minutes(15) || settings.policy.rentals.extendWhenUnsure != .retry
    }

    // MARK: What was just paid for

    /// A purchase with an end that can be one: else it is what was paid for, or comes with the next look.
    func plausible(_ purchase: Purchase, of line: Line?) -> Purchase {
        guard let line, let end = purchase.expiresAt else { return purchase }
        var purchase = purchase
        if verdict(on: end, of: line, known: nil, paid: purchase.days) != .plausible {
            purchase.expiresAt =
                line.isAdopted ? nil : purchase.days.map { line.purchasedAt + .days($0) }
        } else if line.kind == .rental, !line.isAdopted, let days = purchase.days {
            // One that is found in a list was bought some time ago; by which clock, nobody may know.
            purchase.expiresAt = ToldEnd.paid(
                end, from: [line.purchasedAt, world.now()], days: days)
        }
        return purchase
    }

    /// An extension with an end that was paid for, where the answer tells one that lies far beyond.
    func plausible(_ granted: Extension, to action: OpenAction) -> Extension {
        guard let end = granted.expiresAt, let days = action.details.days,
            let line = line(action.line),
            let before = action.details.expiryBefore ?? line.expiresAt
        else { return granted }
        // One that was over counts from now.
        let start = max(before, time(of: line.account))
        let paid = ToldEnd.paid(end, from: [start], days: days)
        guard paid < end else { return granted }
        var granted = granted
        granted.expiresAt = paid
        return granted
    }

    /// Says that an answer told an end that was not paid for.
    func tellOfEnd(_ told: Instant?, taken: Instant?, of id: Line.ID?) throws(StoreError) {
        guard let told, told != taken else { return }
        let instead = taken.map { "It is taken to end \($0.rfc3339), as it was paid for" }
        try note(
            kind: "end_unclear",
            text: "The provider answered that it ends \(told.rfc3339), which is not what was paid "
                + "for. " + (instead ?? "When it ends is not known") + ", until it is asked again.",
            line: id)
        if let id { summon(id) }
    }

    /// Why an extension whose answer tells such an end is not known to have happened; nil where it is.
    func contradiction(in granted: Extension, to action: OpenAction) -> String? {
        guard let line = line(action.line), let end = granted.expiresAt else {
            return nil
        }
        let known = granted.newProviderID == nil ? line.expiresAt : nil
        switch verdict(on: end, of: line, known: known, paid: action.details.days) {
        case .plausible: break
        case .unlikely(let why), .impossible(let why):
            return "the provider answered that the line now ends \(end.rfc3339), \(why)."
        }
        guard let known, let days = action.details.days,
            !Self.isMoved(end, from: action.details.expiryBefore ?? known, by: days)
        else { return nil }
        return "the provider answered that it was extended, and that it ends \(end.rfc3339), which "
            + "is not later than before by \(counted(days, "day"))."
    }

    /// Whether an end has moved by about as much as was paid for.
    static func isMoved(_ end: Instant, from before: Instant, by days: Int) -> Bool {
        end - before > .hours(12 * days)
    }

    /// Whether an extension that was said to be made, and whose end did not move, may show itself yet: it
    /// is not made again while the money for it is gone.
    func mayStillShow(_ doubt: OpenAction, on name: String) throws(StoreError) -> Bool {
        guard doubt.details.isSaidDone == true else { return false }
        let since = doubt.details.doubtSince ?? doubt.createdAt
        guard let balance = books[name]?.account?.balance.known,
            balance.at - since > Self.settlingTime,
            let missing = try missing(from: balance.money, by: doubt, on: name)
        else { return world.now() - since < .minutes(10) }
        guard missing.tenThousandths > 0 else { return false }
        try explain(
            doubt,
            "\(missing) are gone from the balance, and the provider answered that it was extended, but "
                + "its end has not moved. Look at it on the provider's website.")
        return true
    }
}
