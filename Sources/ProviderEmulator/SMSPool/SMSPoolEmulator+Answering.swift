package import Lines

extension SMSPoolEmulator {
    package mutating func answer(_ request: EmulatedRequest, at now: Instant) -> EmulatedReply {
        settle(to: now)
        let endpoint = SMSPoolEndpoint(path: request.path)
        do throws(SMSPoolRefusal) {
            guard let endpoint else { throw .unknownEndpoint }
            guard ["GET", "POST"].contains(request.method) else { throw .wrongMethod }
            try admit(request, to: endpoint)
            return EmulatedReply(try perform(endpoint, request, at: now))
        } catch {
            return error.reply(to: endpoint, in: generation)
        }
    }

    /// Refuses a request with a wrong key or without what its endpoint needs.
    private func admit(
        _ request: EmulatedRequest, to endpoint: SMSPoolEndpoint
    ) throws(SMSPoolRefusal) {
        let key = request.value("key") ?? request.bearer
        var missing = endpoint.required.filter { request.value($0.rawValue) == nil }
        switch generation {
        case .current:
            if endpoint.needsKey, key == nil { missing.insert(.key, at: 0) }
            if endpoint.needsKey, key != nil, key != emulatorKey { throw .wrongKey }
        case .document:
            // A wrong key is reported last.
            if endpoint.needsKey, key != emulatorKey { missing.append(.key) }
            if missing == [.key], key != nil { throw .wrongKey }
        }
        guard missing.isEmpty else { throw .missing(missing) }
    }

    private mutating func perform(
        _ endpoint: SMSPoolEndpoint, _ request: EmulatedRequest, at now: Instant
    ) throws(SMSPoolRefusal) -> JSON {
        switch endpoint {
        case .countries: listCountries()
        case .services: try listServices(request)
        case .pools: listPools()
        case .balance: ["balance": .string(ledger.balance.decimal)]
        case .price: try price(request)
        case .pricing: try listPrices(request)
        case .suggestedCountries: try suggestCountries(request)
        case .successRates where generation == .document: throw .unknownEndpoint
        case .successRates: try listSuccessRates(request)
        case .stock: try stock(request)
        case .order: try order(request, at: now)
        case .check: try check(request, at: now)
        case .resend: try resend(request, at: now)
        case .checkResend: try checkResend(request, at: now)
        case .cancel: try cancel(request, at: now)
        case .cancelAll: cancelAll(at: now)
        case .active: listActive(at: now)
        case .history: listHistory(request, at: now)
        case .archive: archive(at: now)
        case .rentalProducts: try listProducts(request)
        case .rent: try rent(request, at: now)
        case .rentals: listRentals()
        case .rentalInfo: try rentalInfo(request)
        case .rentalMessages: try rentalMessages(request)
        case .rentalStatus: try rentalStatus(request, at: now)
        case .rentalRefund: try refundRental(request, at: now)
        case .rentalExtend: try extendRental(request, at: now)
        case .rentalAutoExtend: try toggleAutoExtend(request)
        case .rentalReset: try resetRental(request, at: now)
        case .rentalStock: try rentalStock(request)
        case .rentalPricing where generation == .document: throw .unknownEndpoint
        case .rentalPricing: try rentalPricing(request)
        }
    }
}
