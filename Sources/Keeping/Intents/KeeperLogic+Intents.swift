import Accounts
import Lines
import Providers
import Storage
import Transport

/// Records people's orders before they are carried out.
extension KeeperLogic {
    /// Records a purchase: its future line and the intent. The limits are checked in the same step,
    /// so that two simultaneous orders cannot both fit under one limit.
    mutating func recordIntent(
        _ kind: Action.Kind, on name: String, _ payload: ActionDetails, origin: String,
        line draft: (inout Line) -> Void
    ) throws(KeeperError) -> OpenAction {
        guard let state = books[name]?.account else {
            throw .noSuchAccount(name, known: accountNames())
        }
        if let again = payload.again { try checkAlone(again, on: name) }
        try checkLimits(of: name, price: payload.price, origin: origin)
        var line = Line(
            id: 0, account: name, provider: state.configuration.providerName,
            kind: kind == .rent ? .rental : .activation, state: .ordering,
            purchasedAt: time(of: name))
        // Of several services on one number, this line bears the price of the first.
        line.price = payload.shared?.first?.price ?? payload.price
        draft(&line)
        if payload.besides != nil { try checkService(of: line) }
        var payload = payload
        if payload.maxPrice != nil {
            let left = try writing { () throws(StoreError) in
                try spendable(on: name, origin: origin, in: payload.maxPrice?.currency)
            }
            payload.maxPrice = SpendingLimits.capped(payload.maxPrice, left: left)
        }
        let action = Action(
            id: 0, key: identifier(), kind: kind, origin: origin, payload: payload.json,
            createdAt: moment.now)
        let purchase = Change.purchase(action, line)
        let written = try writing { () throws(StoreError) in try write([purchase]).onlyAction }
        if !state.clock.isSettled, let id = written.line {
            books[name]?.account?.stamped.insert(id)
        }
        wakeLanes(of: name)
        return written
    }

    /// Records an action on a line.
    mutating func recordIntent(
        _ kind: Action.Kind, on line: Line, _ payload: ActionDetails = ActionDetails(),
        origin: String
    ) throws(KeeperError) -> OpenAction {
        try check(kind, isPossibleFor: line, by: origin)
        if kind == .extend, payload.price != nil || origin == "console" {
            try checkLimits(of: line.account, price: payload.price, origin: origin)
        }
        var payload = payload
        payload.seen = line.messageCount
        var action = Action(
            id: 0, key: identifier(), kind: kind, origin: origin, payload: payload.json,
            createdAt: moment.now)
        action.line = line.id
        if kind == .wake { try keepListening(line.id, for: .seconds(payload.seconds ?? 900)) }
        let given = origin == "console" ? superseded(by: kind, on: line.id) : []
        let intent = Change.intent(
            action, replacing: given.map { .init(action: $0, isHeard: isHeard($0.row)) })
        let written = try writing { () throws(StoreError) in try write([intent]).onlyAction }
        if !kind.movesMoney {
            let until = time(of: line.account) + .seconds(20)
            track(line.id) { $0.awaitedUntil = until }
            stir(line.id)
        }
        wakeLanes(of: line.account)
        return written
    }

    /// Keeps a rental listening at least until then.
    private mutating func keepListening(
        _ id: Line.ID, for duration: Duration
    ) throws(KeeperError) {
        guard var line = line(id) else { return }
        let until = time(of: line.account) + duration
        line.listening.wantedUntil = max(line.listening.wantedUntil ?? until, until)
        let updated = line
        try writing { () throws(StoreError) in _ = try write([.line(updated)]) }
    }

    /// - Parameter origin: who orders it. Waiting actions of the plan or a script do not hinder a
    ///   person.
    func check(
        _ kind: Action.Kind, isPossibleFor line: Line, by origin: String = "console"
    ) throws(KeeperError) {
        try checkAccount(of: line)
        if let obstacle = LineObstacle.to(kind, on: line) { throw .refused(obstacle.description) }
        if let operation = kind.operation, kind != .finish,
            let offers = books[line.account]?.account?.capabilities,
            !offers.offers(operation)
        {
            throw .notOffered(operation, by: [line.provider])
        }
        // A cancel that waits for its hold to end is brought forward rather than doubled.
        let given = origin == "console" ? superseded(by: kind, on: line.id) : []
        let obstacle = books[line.account]?.actions.values.filter { action in
            action.line == line.id && action.kind == kind
                && !given.contains { $0.id == action.id }
        }.min { $0.id < $1.id }
        guard let obstacle else { return }
        throw .scheduled(
            obstacle, line: line.name,
            wait: obstacle.state == .pending ? obstacle.dueAt - moment.now : nil)
    }

    /// Checks the price of an action that was decided without one, before it is paid.
    mutating func approvePrice(of id: Action.ID, _ price: Money?) throws(KeeperError) {
        guard let action = openAction(id) else { return }
        let details = action.details
        if let price, let most = details.maxPrice?.inCurrency(of: price), price.isMore(than: most) {
            if action.origin == "plan", let line = action.line {
                var outlook = ExtensionOutlook(
                    line: line, days: details.days ?? 0, price: .known(price))
                outlook.maxPrice = most
                throw .overLimit(outlook.conflict ?? "")
            }
            throw .dearer(price: price, agreed: most)
        }
        if price == nil, details.maxPrice != nil || action.origin != "console" {
            throw .overLimit(
                action.kind == .autoExtend
                    ? "Not turned on: the price is unknown."
                    : "Not extended: the price is unknown. Run `extend` yourself.")
        }
        guard let name = account(of: action) else { return }
        try checkLimits(of: name, price: price, origin: action.origin)
        try writing { () throws(StoreError) in try updateDetails(of: id) { $0.price = price } }
    }

    /// Checks the price of another code before it is requested. A free one needs no consent; a
    /// script cannot consent, and is bound by its limits.
    mutating func approvePrice(ofResend id: Action.ID, _ price: Money) throws(KeeperError) {
        guard let action = openAction(id), let name = account(of: action) else { return }
        if price.tenThousandths > 0 {
            if action.origin == "console" {
                let most = action.details.maxPrice?.inCurrency(of: price)
                if let most, price.isMore(than: most) {
                    throw .dearer(price: price, agreed: most)
                }
                guard most != nil else {
                    throw .refused(
                        "Not requested: another code costs \(price). Run `resend "
                            + "\(action.line ?? 0) --max-price \(price.decimal)` to pay for it.")
                }
            }
            try checkLimits(of: name, price: price, origin: action.origin)
        }
        try writing { () throws(StoreError) in try updateDetails(of: id) { $0.price = price } }
    }

    /// Whether another code may be requested though nobody can tell its price: only if a person
    /// agreed to that, and within the limits by the highest price they gave.
    func approveUnknownPrice(ofResend id: Action.ID) throws(KeeperError) {
        guard let action = openAction(id), let name = account(of: action) else { return }
        let most = action.details.maxPrice
        guard action.origin == "console", most != nil || action.details.isAnyPriceAgreed == true
        else {
            throw .refused(
                "No code was requested: \(name) does not tell its price. Run `resend "
                    + "\(action.line ?? 0)` with --max-price, or with --yes to pay any price.")
        }
        try checkLimits(of: name, price: most, origin: action.origin)
    }

    /// Records a fact about an action before it is carried out.
    mutating func updateDetails(of id: Action.ID, _ change: (inout ActionDetails) -> Void)
        throws(StoreError)
    {
        guard var action = openAction(id) else { return }
        action.updateDetails(change)
        try write([.action(action)])
    }

    // MARK: Limits

    /// The amount that an account can still spend now, in one currency; nil without limits on it.
    func spendable(
        on name: String, origin: String, in currency: String? = nil
    ) throws(StoreError) -> Money? {
        let currency = currency ?? Money.usd
        let limits = limits(on: name, origin: origin, in: currency)
        return try spendable(limits.limits(in: currency))
    }

    private func limits(
        on name: String, origin: String, in currency: String?
    ) -> SpendingLimits {
        known.limits(
            on: name, origin: origin, settings, since: known.clock.beginOfDay(at: moment),
            in: currency)
    }

    private func spendable(_ limits: SpendingLimits) throws(StoreError) -> Money? {
        var spent: [Money] = []
        for limit in limits.limits {
            spent.append(try disk.spent(limit, since: limits.since))
        }
        return limits.left(spent: spent)
    }

    private func checkLimits(
        of name: String, price: Money?, origin: String
    ) throws(KeeperError) {
        if origin.hasSuffix(".lua"), settings.scriptsPerDay == nil, price?.tenThousandths != 0 {
            throw .overLimit(Self.scriptsMayNotPay)
        }
        let all = limits(on: name, origin: origin, in: price?.currency)
        let limits = price.map { all.limits(in: $0.currency) } ?? all
        if let price, limits.limits.isEmpty, let other = all.limits.first?.most {
            throw .overLimit(
                "It costs \(price), which cannot be compared with the limits under spending in "
                    + "\(other.currency). Set spending_per_day for the account \(name) in config.lua."
            )
        }
        let left = try writing { () throws(StoreError) in
            price == nil ? nil : try spendable(limits)
        }
        try limits.check(price: price, left: left)
    }
}

/// Changes small settings of lines.
extension KeeperLogic {
    mutating func label(_ id: Line.ID, _ text: String) throws(KeeperError) -> Line {
        guard var line = line(id) else { throw .noSuchLine("\(id)") }
        do throws(Label.Refusal) {
            line.label = try label(text, for: id)
        } catch {
            throw .refused(error.description)
        }
        let updated = line
        try writing { () throws(StoreError) in _ = try write([.line(updated)]) }
        return line
    }

    /// Adds tags to a line, or removes them.
    mutating func tag(
        _ id: Line.ID, _ words: [String], isRemoved: Bool
    ) throws(KeeperError) -> Line {
        guard var line = line(id) else { throw .noSuchLine("\(id)") }
        if isRemoved {
            line.tags = Tags.removing(words, from: line.tags)
        } else {
            do throws(Tags.Refusal) {
                try Tags.check(words)
            } catch {
                throw .refused(error.description)
            }
            line.tags = Tags.adding(words, to: line.tags)
            guard words.allSatisfy(line.tags.contains) else {
                throw .refused("A line has at most \(Tags.most) tags. Remove some first.")
            }
        }
        let updated = line
        try writing { () throws(StoreError) in _ = try write([.line(updated)]) }
        return line
    }

    /// The new label of a line; nil if the text removes it.
    ///
    /// - Parameter others: lines that are being relabelled in the same step.
    func label(
        _ text: String, for id: Line.ID, among others: [Line] = []
    ) throws(Label.Refusal) -> String? {
        guard !text.allSatisfy(\.isWhitespace) else { return nil }
        let changing = Set(others.map(\.id))
        let known = allLines().filter { !changing.contains($0.id) } + others
        return try Label(text, others: known.filter { $0.id != id }.compactMap(\.label)).text
    }

    mutating func keepAwake(_ id: Line.ID, for duration: Duration) throws(KeeperError) {
        guard let line = line(id) else { return }
        try keepListening(id, for: duration)
        wakeLanes(of: line.account)
    }

    func knownProviderIDs(of name: String) -> Set<String> {
        Set(books[name]?.lineByProviderID.keys.map { $0 } ?? [])
    }
}

extension Action.Kind {
    /// The call of a provider that it needs; nil if there is none of its own.
    fileprivate var operation: Capabilities.Operation? {
        self == .autoExtend ? .autoExtend : Capabilities.Operation(rawValue: rawValue)
    }
}
