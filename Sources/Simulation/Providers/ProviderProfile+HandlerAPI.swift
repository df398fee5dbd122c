import Lines
import ProviderEmulator
import Providers

/// Providers that speak handler_api: they call every ended order cancelled, whatever became of its
/// money.
extension ProviderProfile {
    static func handlerAPI(
        _ dialect: HandlerAPIDialect, _ emulated: HandlerAPIEmulator.Dialect
    ) -> ProviderProfile {
        let rents = dialect.capabilities.offers(.rent)
        var profile = ProviderProfile(
            provider: .handlerAPI, capabilities: dialect.capabilities,
            services: ["tg", "wa", "ds", "ub", "go"],
            countries: dialect == .daisysms ? ["187"] : ["16", "187", "43", "6", "78"],
            products: rents
                ? [("16:full", 7), ("0:full", 1), ("6:tg", 7), ("43:full", 30), ("16:wa", 1)] : [],
            books: { account, seed, now in
                HandlerAPIEmulator(
                    seed: seed, now: now, dialect: emulated, balance: account.balance)
            },
            adapter: {
                HandlerAPI(transport: $0, baseURL: $1, key: key, dialect: dialect)
            },
            isPurchase: {
                ["getNumber", "getNumberV2", "getRentNumber"].contains($0.value("action"))
            },
            website: { handlerAPI($0) })
        profile.telling = dialect == .virtualsms ? .codes : .textsWhileOpen
        profile.returning = .untold
        profile.forgetsWhatIsOver = true
        return profile
    }

    private static func handlerAPI(_ visit: Visit) -> EmulatedRequest? {
        switch visit {
        case .order(let service, let country):
            onHandlerAPI(["action": "getNumber", "service": service, "country": country])
        case .rent(let product, let days):
            onHandlerAPI([
                "action": "getRentNumber", "service": product.suffix(after: ":"),
                "country": product.prefix(before: ":"), "rent_time": "\(days * 24)",
            ])
        case .extend(let line):
            onHandlerAPI([
                "action": "continueRentNumber", "id": line.id, "rent_time": "168",
            ])
        case .cancel(let line):
            onHandlerAPI(["action": "setStatus", "id": line.id, "status": "8"])
        case .refund(let line):
            onHandlerAPI(["action": "setRentStatus", "id": line.id, "status": "2"])
        }
    }

    private static func onHandlerAPI(
        _ parameters: KeyValuePairs<String, String>
    ) -> EmulatedRequest {
        var request = EmulatedRequest("handler_api.php", parameters)
        request.parameters.append(("api_key", emulatorKey))
        return request
    }
}

extension String {
    fileprivate func prefix(before separator: Character) -> String {
        String(prefix { $0 != separator })
    }

    fileprivate func suffix(after separator: Character) -> String {
        String(drop { $0 != separator }.dropFirst())
    }
}
