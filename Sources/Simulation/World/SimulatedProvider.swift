import Lines
import ProviderEmulator
import VirtualTime

/// A provider in this life: its books, which define the truth, and the connection to it.
final class SimulatedProvider: @unchecked Sendable {
    /// The cause of a movement of the account's money.
    enum Cause: Sendable {
        case manager
        /// The person, on the provider's website.
        case website
        /// The provider itself.
        case provider
    }

    struct Movement: Sendable {
        var entry: EmulatedLedger.Entry
        var cause: Cause
        /// When it was noticed, in true time.
        var at: Duration
    }

    let account: Scenario.Account
    private let executor: VirtualExecutor
    private var emulation: Emulation
    var conditions: NetworkConditions
    /// Every movement of money with its cause.
    private(set) var movements: [Movement] = []
    /// The times of the manager's requests in the last minute.
    private(set) var requests: [Duration] = []
    /// Ids of lines bought by the manager.
    private(set) var boughtByManager: Set<String> = []

    init(
        _ account: Scenario.Account, seed: UInt64, origin: Instant, conditions: NetworkConditions,
        executor: VirtualExecutor
    ) {
        self.account = account
        self.executor = executor
        self.conditions = conditions
        emulation = Emulation(
            providers: [account.profile.books(account, seed, origin + account.skew)],
            clock: EmulatedClock(start: origin + account.skew, uptime: .zero))
    }

    /// The address for the manager.
    var url: String { "http://\(account.name).test\(emulation.providers[0].basePath)" }

    /// The time at the provider.
    var now: Instant { emulation.clock.now(uptime: executor.uptime) }

    func begin(_ outage: NetworkConditions.Outage) {
        conditions.outage = outage
        if let fault = conditions.fault {
            emulation.set(Fault(fault, count: .max, retryAfter: fault == .rateLimit ? 20 : nil))
        }
    }

    func clear() {
        if let fault = conditions.fault { emulation.set(Fault(fault, count: 0)) }
        conditions.outage = nil
        conditions.clearSince = executor.uptime
    }

    /// Carries out a request, and records the money it moved.
    func handle(
        _ request: EmulatedRequest, for cause: Cause
    ) -> (outcome: EmulatedOutcome, at: Instant) {
        let before = movements.count
        let answered = emulation.handle(request, uptime: executor.uptime)
        // Events due by now happen in the same call: their refunds are the provider's own.
        noteMovements { entry in
            let isAsked = request.names(entry.line) && entry.at == answered.at
            return entry.kind == .refund && !isAsked ? .provider : cause
        }
        if cause == .manager, account.profile.isPurchase(request) {
            let charges = movements[before...].filter { $0.entry.kind == .charge }
            boughtByManager.formUnion(charges.compactMap(\.entry.line))
        }
        return answered
    }

    /// Performs an act of the person on the website.
    func visit(_ visit: ProviderProfile.Visit) -> (path: String, outcome: EmulatedOutcome)? {
        guard var request = account.profile.website(visit) else { return nil }
        request.path = "\(emulation.providers[0].pathPrefix)/\(request.path)"
        return (request.path, handle(request, for: .website).outcome)
    }

    /// Shifts the reported times of messages by this much.
    func misstamp(by error: Duration) { emulation.setStampError(error) }

    func noteRequest() {
        requests = requests.filter { executor.uptime - $0 < .seconds(60) } + [executor.uptime]
    }

    /// How often each text reached a line: texts are unique except for repeats.
    private(set) var delivered: [String: Int] = [:]

    func deliver(_ sms: EmulatedSMS, to number: String) -> EmulatedDelivery? {
        let delivery = emulation.deliver(sms, to: number, uptime: executor.uptime)
        if delivery?.isDelivered == true { delivered[sms.text, default: 0] += 1 }
        return delivery
    }

    /// Every line ever bought there.
    func lines() -> [EmulatedLine] {
        let lines = emulation.lines(uptime: executor.uptime)
        noteMovements { _ in .provider }
        return lines
    }

    /// The price of extending a rental by this many days; nil if they are not sold.
    func extensionPrice(of code: String, days: Int) -> Money? {
        emulation.providers[0].extensionPrice(of: code, days: days)
    }

    var balance: Money { emulation.providers[0].ledger.balance }

    func pay(in amount: Money) {
        emulation.pay(amount, into: emulation.providers[0].name, uptime: executor.uptime)
        noteMovements { _ in .website }
    }

    private func noteMovements(by cause: (EmulatedLedger.Entry) -> Cause) {
        let entries = emulation.providers[0].ledger.entries
        for entry in entries[movements.count...] {
            movements.append(Movement(entry: entry, cause: cause(entry), at: executor.uptime))
        }
    }
}

extension EmulatedRequest {
    /// Whether it is about this line, wherever it contains the id.
    fileprivate func names(_ id: String?) -> Bool {
        guard let id else { return false }
        return path.split(separator: "/").contains(Substring(id))
            || parameters.contains { $0.value == id }
            || String(decoding: body, as: UTF8.self).contains("\"\(id)\"")
    }
}
