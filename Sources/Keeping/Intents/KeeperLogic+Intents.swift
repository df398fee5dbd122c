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
        line.price = payload.price
        draft(&line)
        var payload = payload
        if payload.maxPrice != nil {
            let left = try writing { () throws(StoreError) in
                try spendable(on: name, origin: origin)
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
        if let operation = Capabilities.Operation(rawValue: kind.rawValue), kind != .finish,
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

    /// Whether the number of a line can be ordered again.
    func checkAgain(_ line: Line) throws(KeeperError) {
        try checkAccount(of: line)
        guard line.kind == .activation else {
            throw .refused("Only the number of an activation can be ordered again.")
        }
        guard books[line.account]?.offers(.again) == true else {
            throw .notOffered(.again, by: [line.provider])
        }
        guard line.state.isEnded, line.providerID != nil else {
            throw .refused(
                "\(line.name) has not ended. Use `resend` to request another code on it.")
        }
    }

    /// A number can be ordered again by only one purchase at a time.
    private func checkAlone(_ order: String, on name: String) throws(KeeperError) {
        let number = books[name]?.lineByProviderID[order].flatMap { line($0)?.number }
        let isUnderWay = known.hasOpen {
            $0.details.again == order && account(of: $0) == name
        }
        let isHeld = (books[name]?.planned ?? []).contains {
            $0.state.isHeld && $0.number == number
        }
        guard isUnderWay || number != nil && isHeld else { return }
        throw .refused(
            "\(number ?? order) is already held or on order. See `lines` and `doubts`.")
    }

    func linesToHaveAgain() -> [Line] {
        allLines().filter { line in
            do throws(KeeperError) {
                try checkAgain(line)
                return true
            } catch {
                return false
            }
        }
    }

    /// Checks the price of an action that was decided without one, before it is paid.
    mutating func approvePrice(of id: Action.ID, _ price: Money?) throws(KeeperError) {
        guard let action = openAction(id) else { return }
        let details = action.details
        if let price, let most = details.maxPrice, price.isMore(than: most) {
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
                "Not extended: the price is unknown. Run `extend` yourself.")
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
                let most = action.details.maxPrice
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

    /// Records a fact about an action before it is carried out.
    mutating func updateDetails(of id: Action.ID, _ change: (inout ActionDetails) -> Void)
        throws(StoreError)
    {
        guard var action = openAction(id) else { return }
        action.updateDetails(change)
        try write([.action(action)])
    }

    // MARK: Limits

    /// The amount that an account can still spend now; nil without limits.
    func spendable(on name: String, origin: String) throws(StoreError) -> Money? {
        try spendable(limits(on: name, origin: origin))
    }

    private func limits(on name: String, origin: String) -> SpendingLimits {
        known.limits(
            on: name, origin: origin, settings, since: known.clock.beginOfDay(at: moment))
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
        let limits = limits(on: name, origin: origin)
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
