import Lines
import ProviderEmulator
import Providers

/// sms-activate.dev: activations only, and no list of any kind.
extension ProviderProfile {
    static let smsActivateDev = {
        var profile = ProviderProfile(
            provider: .smsActivateDev, capabilities: .of(.smsActivateDev),
            services: ["telegram", "whatsapp", "discord", "uber", "google"],
            countries: ["gb", "us", "nl", "de", "ee"], products: [],
            books: { account, seed, _ in
                SMSActivateDevEmulator(seed: seed, balance: account.balance)
            },
            adapter: { SMSActivateDev(transport: $0, baseURL: $1, key: key) },
            isPurchase: { $0.path.hasSuffix("/numbers/buy") },
            website: { visit in
                switch visit {
                case .order(let service, let country):
                    onSMSActivateDev(
                        "numbers/buy", "POST",
                        ["service": .string(service), "country": .string(country)])
                case .cancel(let line):
                    onSMSActivateDev("activations/\(line.id)", "DELETE")
                case .rent, .extend, .refund: nil
                }
            })
        profile.telling = .codes
        return profile
    }()

    private static func onSMSActivateDev(
        _ path: String, _ method: String, _ body: JSON = [:]
    ) -> EmulatedRequest {
        var request = EmulatedRequest(
            "api/v1/\(path)", method: method,
            headers: [("Authorization", "Bearer \(emulatorKey)")])
        request.body = Array(body.description.utf8)
        return request
    }
}
