package import Lines

/// What is wrong with an account and its lines right now, as a person should be told.
extension AccountBook {
    /// - Parameter balanceBelow: the balance that somebody wants to be told of.
    package func troubles(
        at moment: Moment, by rules: AlertRules, balanceBelow: Money?
    ) -> [Trouble] {
        guard let account else { return [] }
        return connectionTroubles(of: account, by: rules)
            + [clockTrouble(of: account, by: rules), budgetTrouble(of: account, at: moment)]
            .compactMap(\.self)
            + (balanceBelow == nil ? [] : [balanceTrouble(of: account)].compactMap(\.self))
            + doubts.map(trouble)
            + planned.flatMap { line -> [Trouble] in
                endTroubles(of: line, at: moment)
                    + [obstacle(toExtending: line), unheardTrouble(of: line, at: moment)]
                    .compactMap(\.self)
            }
    }

    // MARK: The account

    private func connectionTroubles(of account: AccountState, by rules: AlertRules) -> [Trouble] {
        let title = account.configuration.providerName.title
        let error = rules.quotes ? account.health.lastError.map { " It said: \($0)" } ?? "" : ""
        let silence = Trouble(
            .unreachable, name,
            account.health.state == .failing
                ? "Account \(name): \(title) answers, but its answers are of no use.\(error)"
                : "Account \(name): \(title) does not answer.\(error)",
            remedy: "Check the network and the provider's website; `accounts` shows the error. "
                + "Until it answers, its lines are not looked at.",
            over: "\(title) answers account \(name) again.", since: account.health.silence?.since)
        switch account.health.state {
        case .ok, .unknown: return []
        case .refused:
            return [
                Trouble(
                    .keyRefused, name, "Account \(name): \(title) refuses the key.",
                    remedy: "Correct accounts.\(name).key in config.lua and restart.",
                    over: "\(title) accepts the key of account \(name) again.")
            ]
        case .unreachable, .failing: return [silence]
        case .gone:
            return [
                silence,
                Trouble(
                    .gone, name,
                    "Account \(name): \(title) has not answered for days. It is presumed gone for "
                        + "good, and its lines are lost.",
                    remedy: "If it has moved, correct accounts.\(name).url in config.lua and "
                        + "restart. If it has closed, remove the account.",
                    over: "\(title) is back, and the lines of account \(name) are tracked again."),
            ]
        }
    }

    private func clockTrouble(of account: AccountState, by rules: AlertRules) -> Trouble? {
        let ahead = account.clock.ahead
        let size = max(ahead, .zero - ahead)
        guard account.clock.isConfirmed, size >= rules.clockBeyond else { return nil }
        let title = account.configuration.providerName.title
        return Trouble(
            .clock, name,
            "This machine's clock and that of \(title) (account \(name)) are "
                + "\(size.inWords) apart.",
            remedy: "Set the clock of this machine, if it is the wrong one. Deadlines follow the "
                + "provider's.",
            over: "This machine's clock and that of \(title) (account \(name)) agree again.")
    }

    private func balanceTrouble(of account: AccountState) -> Trouble? {
        guard account.lowBalance.isLow else { return nil }
        let amount = account.balance.known.map { " (\($0.money))" } ?? ""
        return Trouble(
            .balanceLow, name,
            "The balance of account \(name)\(amount) is below alerts.balance_below.",
            remedy: "Add money on the provider's website.",
            over: "The balance of account \(name) is sufficient again.")
    }

    private func trouble(_ doubt: OpenAction) -> Trouble {
        let place = doubt.line.map { " of line \($0)" } ?? ""
        return Trouble(
            .doubt, "\(doubt.id)",
            "\(doubt.row.noun)\(place) on account \(name) may or may not have been carried out: "
                + "its answer was lost.",
            remedy: doubt.remedyOfDoubt(isAsked: true),
            over: "The outcome of action \(doubt.id) is known: `actions` shows it.",
            since: doubt.details.doubtSince ?? doubt.createdAt)
    }

    // MARK: Lines

    /// Whether the plan extends a rental.
    private func isToBeExtended(_ line: Line) -> Bool {
        line.kind == .rental && !line.autoExtend && policy.rentals.extendBefore != nil
            && policy.rentals.extendDays != nil
    }

    package func endTroubles(of line: Line, at moment: Moment) -> [Trouble] {
        guard line.kind == .rental, line.state == .active, !line.inDoubt else { return [] }
        let now = time(at: moment)
        var troubles: [Trouble] = []
        if let expiry = line.expiresAt, line.warnedOfExpiry == expiry, now < expiry,
            !isProvided(for: line, until: expiry, at: now)
        {
            let time = (expiry - (account?.clock.ahead ?? .zero)).rfc3339
            troubles.append(
                Trouble(
                    .expiring, "\(line.id)", "Line \(line.name) expires at \(time).",
                    remedy: "`extend \(line.id) \(line.days ?? 7)` keeps it.",
                    over: "Line \(line.name) was extended, or has ended: `line \(line.id)`."))
        }
        if let until = line.refund.until, line.warnedOfRefund == until, line.messageCount == 0,
            now < until
        {
            let time = (until - (account?.clock.ahead ?? .zero)).rfc3339
            troubles.append(
                Trouble(
                    .refundClosing, "\(line.id)",
                    "Line \(line.name) has received nothing, and can be refunded until \(time).",
                    remedy: "`refund \(line.id)` returns it.",
                    over: "Line \(line.name) can no longer be refunded, or was."))
        }
        return troubles
    }

    /// Whether an expiry is taken care of: by the provider, or by the plan unless it is late.
    private func isProvided(for line: Line, until expiry: Instant, at now: Instant) -> Bool {
        if line.autoExtend { return true }
        guard isToBeExtended(line), let before = policy.rentals.extendBefore else { return false }
        return now < expiry - before + min(.hours(1), before / 2)
    }

    /// Why the plan cannot extend a rental: it is too dear, not sold, or there is no money.
    private func obstacle(toExtending line: Line) -> Trouble? {
        guard line.state == .active, isToBeExtended(line), let tracked = lines[line.id] else {
            return nil
        }
        let refused = actions.values.first {
            $0.line == line.id && $0.kind == .extend && $0.state == .pending && $0.attempts > 0
        }
        guard let reason = tracked.outlook?.outlook.conflict ?? refused?.result else { return nil }
        return Trouble(
            .extension, "\(line.id)", "Line \(line.name) cannot be extended. \(reason)",
            remedy: "`plan \(line.id)` shows when it is tried.",
            over: "Line \(line.name) can be extended, or needs it no longer.")
    }

    /// A line that is wanted listening and about which nobody has answered for long, though its
    /// provider does answer.
    private func unheardTrouble(of line: Line, at moment: Moment) -> Trouble? {
        let now = time(at: moment)
        guard Plan.wantsListening(line, policy: policy, now: now), let account,
            account.health.state == .ok
        else { return nil }
        let last = [line.lookedAt, line.listening.statusAt].compactMap(\.self).max()
        let usual = max(policy.polling.rentals, policy.polling.idle, .minutes(2)) * 3
        guard last.map({ now - $0 > usual }) ?? true else { return nil }
        return Trouble(
            .unheard, "\(line.id)",
            "Line \(line.name) should be listening, and has not been looked at for long.",
            remedy: "`accounts` shows whether the budget of account \(name) is too small.",
            over: "Line \(line.name) is looked at again.",
            since: last.map { $0 - account.clock.ahead })
    }
}
