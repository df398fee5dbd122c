import Lines
import ProviderEmulator
import Providers

/// SMSPool: rentals that sleep, and activations.
extension ProviderProfile {
    static let smspool = ProviderProfile(
        provider: .smspool, capabilities: .of(.smspool),
        products: [("2", 7), ("3", 3), ("6", 30), ("7", 14), ("10", 7), ("24", 7)],
        books: { account, seed, _ in
            SMSPoolEmulator(
                generation: account.generation, seed: seed, balance: account.balance)
        },
        adapter: { SMSPool(transport: $0, baseURL: $1, key: key) },
        isPurchase: { $0.path.contains("/purchase/") },
        website: { visit in
            switch visit {
            case .order(let service, let country):
                onSMSPool("purchase/sms", ["country": country, "service": service])
            case .rent(let product, let days):
                onSMSPool("purchase/rental", ["id": product, "days": "\(days)"])
            case .extend(let line):
                onSMSPool("rental/extend", ["rental_code": line.id, "days": "7"])
            case .cancel(let line): onSMSPool("sms/cancel", ["orderid": line.id])
            case .refund(let line): onSMSPool("rental/refund", ["rental_code": line.id])
            }
        })

    private static func onSMSPool(
        _ path: String, _ parameters: KeyValuePairs<String, String>
    ) -> EmulatedRequest {
        var request = EmulatedRequest(path, parameters)
        request.parameters.append(("key", emulatorKey))
        return request
    }
}
