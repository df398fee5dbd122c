package import Lines

/// From a request to its answer: authentication, dispatch and reply.
extension HandlerAPIEmulator {
    package mutating func answer(_ request: EmulatedRequest, at now: Instant) -> EmulatedReply {
        settle(to: now)
        guard HandlerAPIEmulator.isScript(request.path) else {
            return EmulatedReply(
                status: 404, html: "<html><head><title>404 Not Found</title></head></html>")
        }
        let action = request.value("action").flatMap(HandlerAPIAction.init)
        do throws(HandlerAPIRefusal) {
            guard key(of: request) == emulatorKey else { throw HandlerAPIRefusal("BAD_KEY") }
            guard let action, knows(action) else { throw HandlerAPIRefusal("BAD_ACTION") }
            let count = orders.count
            let reply = try perform(action, request, at: now)
            if orders.count == count + 1 { noteVerification(request) }
            return reply
        } catch {
            return error.reply(to: action, in: dialect)
        }
    }

    private func knows(_ action: HandlerAPIAction) -> Bool {
        switch action {
        case .getNumberV2, .getStatusV2:
            action.isKnown(to: dialect) || (dialect == .clone && hasNewerCalls)
        case .continueRentInfo: action.isKnown(to: dialect) && !hasOnlyOldQuotes
        default: action.isKnown(to: dialect)
        }
    }

    /// Two of the dialects also accept a header.
    private func key(of request: EmulatedRequest) -> String? {
        switch dialect {
        case .daisysms: request.header("X-ApiKey") ?? request.value("api_key")
        case .virtualsms: request.header("X-API-Key") ?? request.value("api_key")
        case .original, .clone: request.value("api_key")
        }
    }

    private mutating func perform(
        _ action: HandlerAPIAction, _ request: EmulatedRequest, at now: Instant
    ) throws(HandlerAPIRefusal) -> EmulatedReply {
        switch action {
        case .getBalance: HandlerAPIWire.text("ACCESS_BALANCE:\(ledger.balance.decimal)")
        case .getBalanceAndCashBack:
            HandlerAPIWire.text("ACCESS_BALANCE:\((ledger.balance + cashback).decimal)")
        case .getNotifications: EmulatedReply(listNotifications(at: now))
        case .getIncomingCallStatus: try showCall(request)
        case .parseCall: try parseCall(request)
        case .getContinueRentPriceNumber: EmulatedReply(try quoteExtensionOnly(request))
        case .getNumbersStatus: EmulatedReply(try listStock(request))
        case .getNumber: try order(request, at: now)
        case .getNumberV2: try orderNewly(request, at: now)
        case .getStatus: try showStatus(request)
        case .getStatusV2: try showTexts(request)
        case .getFullSms: try showFullText(request)
        case .getAllSms: try showAllTexts(request)
        case .setStatus: try setStatus(request, at: now)
        case .getActiveActivations: try listActive()
        case .getHistory: EmulatedReply(try listHistory(request))
        case .getPrices: EmulatedReply(try listPrices(request, serviceFirst: false))
        case .getPricesVerification: EmulatedReply(try listPrices(request, serviceFirst: true))
        case .getPricesExtended: EmulatedReply(try listFreePrices(request))
        case .getListOfTopCountriesByService: EmulatedReply(try listRates(request))
        case .getCountries: EmulatedReply(listCountries())
        case .getServices, .getServicesList: EmulatedReply(try listServices(request))
        case .getOperators: EmulatedReply(try listOperators(request))
        case .getTopCountriesByService: EmulatedReply(try listTopCountries(request))
        case .getExtraActivation: try orderAgain(request, at: now)
        case .checkExtraActivation: try priceAgain(request)
        case .getMultiServiceNumber: EmulatedReply(try orderShared(request, at: now))
        case .getAdditionalService: try orderBesides(request, at: now)
        case .getRentServicesAndCountries: EmulatedReply(try listRentables(request))
        case .getRentNumber: EmulatedReply(try rent(request, at: now))
        case .getRentStatus: EmulatedReply(try showRental(request))
        case .setRentStatus: EmulatedReply(try setRentStatus(request, at: now))
        case .getRentList: EmulatedReply(try listRentals())
        case .continueRentNumber: EmulatedReply(try extend(request, at: now))
        case .continueRentInfo: EmulatedReply(try quoteExtension(request))
        }
    }
}
