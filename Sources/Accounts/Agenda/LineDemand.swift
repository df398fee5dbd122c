import Lines
import Providers

/// The requests that an account's lines ask for if the budget is unlimited.
package struct LineDemand {
    package var rentals: [Upkeep.Rental] = []
    /// Requests of one round of all awaited lines.
    package var awaited = 0.0
    /// Requests of one round of all eager lines.
    package var eager = 0.0
    /// Requests a second of all lines that nobody waits for, if none of them is eager.
    package var others = 0.0
    /// The part of it that eager activations save, because they are asked about more often anyway.
    var eagerOnceCalm = 0.0
    /// Requests a second for looks that only use what is left over.
    package var closer = 0.0
    /// The number of activations that one call shows.
    package var listed = 0
    /// How often that call is made if none of them is eager.
    fileprivate var pollInterval: Duration?
    fileprivate var isPollAwaited = false
    fileprivate var isPollEager = false
}

/// Adds up what the lines of an account ask for.
extension AccountBook {
    func lineDemand(now: Instant) -> LineDemand {
        var demand = LineDemand()
        for line in planned where line.providerID != nil {
            guard !line.state.isEnded else {
                demand.others += Double(cost(of: line)) / Plan.lateInterval.inSeconds
                continue
            }
            switch line.kind {
            case .rental: add(rental: line, to: &demand, now: now)
            case .activation: add(activation: line, to: &demand, now: now)
            // Its messages are posted here.
            case .inbound: continue
            }
        }
        let poll = Double(pollCost)
        if demand.isPollAwaited { demand.awaited += poll }
        if demand.isPollEager { demand.eager += poll }
        if let interval = demand.pollInterval {
            demand.others += poll / interval.inSeconds
            if demand.isPollEager { demand.eagerOnceCalm += poll / interval.inSeconds }
        }
        return demand
    }

    /// Whether it makes a difference if the line is eager: its messages come neither by feed nor
    /// by push alone, and more of them are wanted.
    func canBeEager(_ line: Line, now: Instant) -> Bool {
        let isAwaited = isAwaited(line, at: now)
        guard line.kind == .activation else {
            return line.kind == .rental && isRead(line, isAwaited: isAwaited, now: now)
        }
        return lines[line.id]?.polling.hasFeed != true && !isUnlisted(line)
            && (isAwaited || line.state == .waiting)
    }

    private func isRead(_ line: Line, isAwaited: Bool, now: Instant) -> Bool {
        guard isAwaited || Plan.wantsListening(line, policy: policy, now: now) else { return false }
        return Plan.readingInterval(
            ofRental: line, policy, awaited: true, pace: calm, now: now) != nil
    }

    /// The pace of a calm line with a sufficient budget.
    private var calm: Pace {
        var pace = Pace()
        pace.bringsTexts = account?.capabilities.tellsRentalTexts ?? true
        return pace
    }

    private func add(activation line: Line, to demand: inout LineDemand, now: Instant) {
        let isAwaited = isAwaited(line, at: now)
        let isEager = canBeEager(line, now: now) && isEager(line, at: now)
        let polling = lines[line.id]?.polling
        var calm = calm
        calm.hasFeed = polling?.hasFeed == true
        let interval = Plan.interval(of: line, policy.polling, awaited: false, pace: calm)
        guard pollsAll, !isUnlisted(line) else {
            let cost = Double(cost(of: line))
            if isEager { demand.eager += cost }
            guard !isAwaited else {
                demand.awaited += cost
                return
            }
            demand.others += cost / interval.inSeconds
            if isEager { demand.eagerOnceCalm += cost / interval.inSeconds }
            return
        }
        demand.listed += 1
        if isEager { demand.isPollEager = true }
        if isAwaited {
            demand.isPollAwaited = true
        } else {
            demand.pollInterval = min(demand.pollInterval ?? interval, interval)
        }
        // Messages omitted by the list are looked for line by line.
        if polling?.listed != nil {
            demand.closer += Double(cost(of: line)) / (policy.polling.activations * 3).inSeconds
        }
    }

    private func add(rental line: Line, to demand: inout LineDemand, now: Instant) {
        let isAwaited = isAwaited(line, at: now)
        if let rental = upkeep(of: line, isAwaited: isAwaited, now: now) {
            demand.rentals.append(rental)
        }
        let isRead = isRead(line, isAwaited: isAwaited, now: now)
        if isRead, isEager(line, at: now) { demand.eager += 1 / Plan.eagerRentals }
        let cost = Double(cost(of: line))
        if isAwaited { demand.awaited += isRead ? 1 : cost }
        // Messages that are requested by themselves come on top of the looks.
        guard !isAwaited || isRead else { return }
        let interval = Plan.interval(
            ofRental: line, policy, awaited: false, pace: calm, now: now)
        demand.others += cost / interval.inSeconds
    }

    /// The upkeep of a rental; nil if nobody wants it listening or it needs no requests.
    private func upkeep(of line: Line, isAwaited: Bool, now: Instant) -> Upkeep.Rental? {
        guard line.kind == .rental, line.state == .active,
            isAwaited || Plan.wantsListening(line, policy: policy, now: now),
            let every = line.listening.upkeep
        else { return nil }
        let isAskedFor = isAwaited || line.listening.wantedUntil.map { now < $0 } ?? false
        return Upkeep.Rental(id: line.id, every: every, isAskedFor: isAskedFor)
    }
}

extension Duration {
    /// At least a thousandth.
    var inSeconds: Double { max(0.001, Double(milliseconds) / 1000) }
}
