package import Lines

/// From a request to its answer: authentication, permission and reply.
extension VirtualSMSEmulator {
    package mutating func answer(_ request: EmulatedRequest, at now: Instant) -> EmulatedReply {
        settle(to: now)
        do throws(VirtualSMSRefusal) {
            guard let (endpoint, id) = VirtualSMSEndpoint.match(request.path) else {
                throw .noSuchPage
            }
            guard endpoint.methods.contains(request.method) else { throw .wrongMethod }
            try admit(request, to: endpoint, at: now)
            let name = request.method == "GET" ? nil : request.header("X-Idempotency-Key")
            let key = name.map { "\(request.method) \(request.path) \($0)" }
            if let key, let known = named[key] { return known }
            let data = try perform(endpoint, id, request, at: now)
            let reply = EmulatedReply(data)
            if let key { named[key] = reply }
            return reply
        } catch {
            return error.reply(in: generation)
        }
    }

    /// The bearer header belongs to a separate, older set of calls.
    private mutating func admit(
        _ request: EmulatedRequest, to endpoint: VirtualSMSEndpoint, at now: Instant
    ) throws(VirtualSMSRefusal) {
        guard !endpoint.isPublic else { return }
        guard (request.header("X-API-Key") ?? request.value("api_key")) == emulatorKey else {
            throw .wrongKey
        }
        guard endpoint.isCounted, let allowance else { return }
        recent.removeAll { now - $0 >= .seconds(60) }
        guard recent.count >= allowance, let first = recent.first else { return recent.append(now) }
        refusedRequests += 1
        let left = Int((first + .seconds(60) - now).milliseconds + 999) / 1000
        // Not documented: sent every other time.
        throw .rateLimited(retryAfter: refusedRequests % 2 == 1 ? left : nil)
    }

    private mutating func perform(
        _ endpoint: VirtualSMSEndpoint, _ id: String, _ request: EmulatedRequest, at now: Instant
    ) throws(VirtualSMSRefusal) -> JSON {
        let body = JSON(parsing: request.body) ?? .null
        let isPost = request.method == "POST"
        return switch endpoint {
        case .price: try showPrice(request)
        case .catalogue: try listStock(request)
        case .services: listServices()
        case .countries: listCountries(request)
        case .balance: ["success": true, "balance": VirtualSMSWire.number(ledger.balance)]
        case .totals: showTotals()
        case .profile: showProfile()
        case .transactions: try listTransactions(request)
        case .purchase: try purchase(body, at: now)
        case .orders: listOrders(request, at: now)
        case .order: try showOrder(id, at: now)
        case .swap: try swap(id, at: now)
        case .cancel: try cancel(id, at: now)
        case .retry: try retry(id, at: now)
        case .rentalPricing: listRentalTiers()
        case .rentalAvailable: listRentalPlaces(request)
        case .rentalServices: try listNetworkServices(request)
        case .rentalPrice: try showRentalPrice(request)
        case .rentals: isPost ? try rent(body, at: now) : listRentals(request, at: now)
        case .rentNetwork: try rentFromNetwork(body, at: now)
        case .extend: try extend(id, body, at: now)
        case .giveBack: try giveBack(id, at: now)
        case .webhooks: isPost ? try subscribe(body, at: now) : listSubscriptions()
        case .webhook: try answerSubscription(id, request.method, body, at: now)
        case .testWebhook: try test(id, at: now)
        case .deliveries: try listDeliveries(id, request)
        }
    }
}
