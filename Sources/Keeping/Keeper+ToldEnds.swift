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
        let verdict = verdict(on: told, of: line, known: line.expiresAt)
        var call = DoubtedEnd.Call.look
        if case .listed = observation { call = .list }
        let why: String
        switch verdict {
        case .plausible:
            if sights[line.id]?.doubtedEnd != nil { sights[line.id]?.doubtedEnd = nil }
            return observation
        case .unlikely(let reason):
            var doubt =
                sights[line.id]?.doubtedEnd.flatMap { $0.isSame(as: told) ? $0 : nil }
                ?? DoubtedEnd(told, at: world.uptime())
            let isBelieved = doubt.hear(
                from: call, at: world.uptime(), now: reckoning(of: line.account).sure)
            // What a list confirmed is believed with the next look.
            sights[line.id, default: Sight()].doubtedEnd = isBelieved && call == .look ? nil : doubt
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
        guard sights[line.id]?.toldOfEnd.map({ !DoubtedEnd($0, at: .zero).isSame(as: end) }) ?? true
        else { return }
        sights[line.id, default: Sight()].toldOfEnd = end
        summon(line.id)
        askAgain(line.account, after: .seconds(5))
        try note(
            kind: "end_unclear",
            text: "The provider says that it ends \(end.rfc3339), \(why). It is asked again; until "
                + "that is confirmed the line is kept as before.",
            line: line.id)
    }

    func verdict(on told: Instant, of line: Line, known: Instant?) -> ToldEnd {
        var line = line
        // By a clock that is not settled nobody knows when it was bought.
        if accounts[line.account]?.stamped.contains(line.id) == true { line.isAdopted = true }
        return ToldEnd(told, of: line, known: known, at: reckoning(of: line.account).sure)
    }

    /// A purchase with an end that can be one: else it is what was paid for, or comes with the next look.
    func plausible(_ purchase: Purchase, of line: Line?) -> Purchase {
        guard let line, let end = purchase.expiresAt,
            verdict(on: end, of: line, known: nil) != .plausible
        else { return purchase }
        var purchase = purchase
        purchase.expiresAt =
            line.isAdopted ? nil : purchase.days.map { line.purchasedAt + .days($0) }
        return purchase
    }

    /// Why an extension whose answer tells such an end is not known to have happened; nil where it is.
    func contradiction(in granted: Extension, to action: Action) -> String? {
        guard let line = action.line.flatMap({ lines[$0] }), let end = granted.expiresAt else {
            return nil
        }
        let known = granted.newProviderID == nil ? line.expiresAt : nil
        switch verdict(on: end, of: line, known: known) {
        case .plausible: return nil
        case .unlikely(let why), .impossible(let why):
            return "the provider answered that the line now ends \(end.rfc3339), \(why)."
        }
    }
}
