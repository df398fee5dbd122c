package import Lines

/// All emulated providers, with their clock, the requested faults and the request counts.
///
/// A value: `handle` does everything between a request and its outcome. The HTTP handler keeps one
/// behind a lock; a simulation keeps one in a variable.
package struct Emulation: Sendable {
    package internal(set) var clock: EmulatedClock
    package internal(set) var providers: [any EmulatedProvider]
    package internal(set) var counts = RequestCounts()
    package internal(set) var targets = RequestTargets()
    var faults = FaultPlan()

    package init(providers: [any EmulatedProvider], clock: EmulatedClock) {
        self.providers = providers
        self.clock = clock
    }

    /// - Parameter request: with its complete path, such as `/smspool/request/balance` or
    ///   `/_emulator/clock`.
    /// - Returns: the outcome for the client, and the emulated time of the answer.
    package mutating func handle(
        _ request: EmulatedRequest, uptime: Duration
    ) -> (outcome: EmulatedOutcome, at: Instant) {
        let now = clock.now(uptime: uptime)
        if let control = request.stripping(prefix: "/_emulator") {
            let reply = answer(control: control, uptime: uptime)
            return (.answer(reply), clock.now(uptime: uptime))
        }
        guard let (index, inner) = provider(of: request) else {
            return (.answer(notFound(request)), now)
        }
        targets.add(request.target)
        return (exchange(inner, with: index, at: now), now)
    }

    /// The provider for a request: the one with the longest matching path.
    func provider(of request: EmulatedRequest) -> (index: Int, inner: EmulatedRequest)? {
        providers.indices.compactMap { index in
            request.stripping(prefix: providers[index].pathPrefix).map { (index, $0) }
        }.max {
            providers[$0.0].pathPrefix.utf8.count < providers[$1.0].pathPrefix.utf8.count
        }
    }

    /// Requests a fault, like the control of the same name.
    package mutating func set(_ fault: Fault) {
        faults.set(fault)
    }

    /// Adds money to an account, as a person does on the provider's website.
    package mutating func pay(_ amount: Money, into provider: String, uptime: Duration) {
        guard let index = providers.firstIndex(where: { $0.name == provider }) else { return }
        let balance = providers[index].ledger.balance + amount
        providers[index].setBalance(balance, at: clock.now(uptime: uptime))
    }

    /// Shifts the reported times of all texts by this error.
    package mutating func setStampError(_ error: Duration) {
        for index in providers.indices { providers[index].setStampError(error) }
    }

    /// Sends a text message to a number of any provider; nil if nobody has that number.
    package mutating func deliver(
        _ sms: EmulatedSMS, to number: String, uptime: Duration
    ) -> EmulatedDelivery? {
        let digits = String(number.filter { $0.isASCII && $0.isNumber })
        let now = clock.now(uptime: uptime)
        for index in providers.indices {
            if let delivery = providers[index].deliver(sms, to: digits, at: now) {
                return delivery
            }
        }
        return nil
    }

    /// Every line of every provider.
    package mutating func lines(uptime: Duration) -> [EmulatedLine] {
        let now = clock.now(uptime: uptime)
        var lines: [EmulatedLine] = []
        for index in providers.indices { lines += providers[index].lines(at: now) }
        return lines
    }

    private mutating func exchange(
        _ request: EmulatedRequest, with index: Int, at now: Instant
    ) -> EmulatedOutcome {
        let provider = providers[index].name
        let endpoint = providers[index].endpoint(of: request)
        let known = providers[index].endpoints.contains(endpoint)
        let fault = faults.take(provider: provider, endpoint: endpoint)
        let outcome = outcome(of: request, with: index, at: now, under: fault)
        // Unknown paths are counted as one, so that nobody can fill the memory with them.
        counts.add(
            provider: provider, endpoint: known ? endpoint : "unknown", status: outcome.status)
        return outcome
    }

    private mutating func outcome(
        of request: EmulatedRequest, with index: Int, at now: Instant, under fault: Fault?
    ) -> EmulatedOutcome {
        switch fault?.kind {
        case nil: return .answer(providers[index].answer(request, at: now))
        case .slow: return .slow(providers[index].answer(request, at: now))
        case .truncated: return .truncated(providers[index].answer(request, at: now))
        case .effectThenReset:
            _ = providers[index].answer(request, at: now)
            return .reset
        case .effectThenHang:
            _ = providers[index].answer(request, at: now)
            return .hang
        case .reset, .gone: return .reset
        case .hang: return .hang
        case .http500: return .answer(BlockPage.serverError)
        case .html: return .answer(BlockPage.forbidden)
        case .rateLimit:
            return .answer(providers[index].rateLimited(retryAfter: fault?.retryAfter))
        }
    }

    private func notFound(_ request: EmulatedRequest) -> EmulatedReply {
        let places = providers.map { "\($0.pathPrefix)/" }.joined(separator: ", ")
        let message =
            "There is nothing at \(request.path). Providers are at \(places); the emulator's own "
            + "controls are listed at /_emulator."
        return EmulatedReply(status: 404, ["error": .string(message)])
    }
}

extension EmulatedRequest {
    /// The same request with a path relative to `prefix`, or nil if it is not below it.
    fileprivate func stripping(prefix: String) -> EmulatedRequest? {
        guard path == prefix || path.hasPrefix(prefix + "/") else { return nil }
        var request = self
        request.path = String(path.dropFirst(prefix.count).drop { $0 == "/" })
        return request
    }
}
