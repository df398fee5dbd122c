import Lines
import ProviderEmulator
import Providers

/// 1001SMS: activations only, which show a message only after being asked to fetch it.
extension ProviderProfile {
    static let sms1001 = ProviderProfile(
        provider: .sms1001, capabilities: .of(.sms1001),
        services: ["telegram", "whatsapp", "discord", "uber", "google"],
        countries: ["GB", "US", "NL", "DE", "EE"], products: [],
        books: { account, seed, _ in
            SMS1001Emulator(
                generation: account.generation, seed: seed, balance: account.balance)
        },
        adapter: { SMS1001(transport: $0, baseURL: $1, key: key) },
        isPurchase: { $0.path.hasSuffix("/activations/order") },
        website: { visit in
            switch visit {
            case .order(let service, let country):
                onSMS1001(
                    "order",
                    [
                        "service": .string(service), "country": .string(country),
                        "provider": "MAIN", "purchaseType": "activation",
                    ])
            case .cancel(let line): onSMS1001("cancel", ["orderId": .string(line.id)])
            case .rent, .extend, .refund: nil
            }
        })

    private static func onSMS1001(_ path: String, _ body: JSON) -> EmulatedRequest {
        var request = EmulatedRequest(
            "api/v1/activations/\(path)", headers: [("Authorization", "Bearer \(emulatorKey)")])
        request.body = Array(body.description.utf8)
        return request
    }
}
