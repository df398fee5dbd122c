package import Lines

/// From a request to its answer: authentication, permission and reply.
extension SMS1001Emulator {
    package mutating func answer(_ request: EmulatedRequest, at now: Instant) -> EmulatedReply {
        settle(to: now)
        do throws(SMS1001Refusal) {
            guard let (endpoint, id) = SMS1001Endpoint.match(request.path) else {
                throw .noSuchPage
            }
            guard request.method == endpoint.method else { throw .wrongMethod }
            try admit(request, to: endpoint)
            let data = try perform(endpoint, id, request, at: now)
            return envelope(data, of: endpoint)
        } catch {
            return error.reply(in: generation)
        }
    }

    /// The header is recommended and the query is supported; if both are given, the header counts.
    private func admit(
        _ request: EmulatedRequest, to endpoint: SMS1001Endpoint
    ) throws(SMS1001Refusal) {
        guard (request.bearer ?? request.value("apiKey")) == emulatorKey else { throw .wrongKey }
        guard permissions.contains(endpoint.permission) else {
            throw .notPermitted(endpoint.permission)
        }
    }

    /// `{success, data}`, except for the one answer seen without it.
    private func envelope(_ data: JSON, of endpoint: SMS1001Endpoint) -> EmulatedReply {
        if generation == .current, endpoint == .balance { return EmulatedReply(data) }
        let isCreated = generation == .current && endpoint == .order
        return EmulatedReply(status: isCreated ? 201 : 200, ["success": true, "data": data])
    }

    private mutating func perform(
        _ endpoint: SMS1001Endpoint, _ id: String, _ request: EmulatedRequest, at now: Instant
    ) throws(SMS1001Refusal) -> JSON {
        switch endpoint {
        case .services: listServices()
        case .countries: listCountries()
        case .pricing: try listPrices(request)
        case .balance: showBalance()
        case .order: try order(request, at: now)
        case .check: try check(request, at: now)
        case .one: show(orders[try orderIndex(id)], at: now)
        case .active: try listActive(request, at: now)
        case .history: try listHistory(request, at: now)
        case .cancel: try cancel(request, at: now)
        case .cancelAll: cancelAll(at: now)
        case .archiveAll: listEnded(at: now)
        case .profile: showProfile()
        case .transactions: try listTransactions(request)
        case .transaction: try showTransaction(id)
        case .stats: showStats()
        }
    }
}
