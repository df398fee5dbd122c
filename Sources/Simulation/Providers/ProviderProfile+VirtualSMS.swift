import Lines
import ProviderEmulator
import Providers

/// VirtualSMS: activations that can be swapped, rentals that never sleep, and sixty requests per
/// minute.
extension ProviderProfile {
    static let virtualsms = {
        var profile = ProviderProfile(
            provider: .virtualsms, capabilities: .of(.virtualsms),
            services: ["tg", "wa", "ds", "ub", "go"], countries: ["GB", "US", "NL", "DE", "EE"],
            products: [
                ("GB", 7), ("NL", 3), ("EE", 7), ("GB", 1), ("GB", 30), ("network/NL/wa", 7),
            ],
            books: { account, seed, _ in
                VirtualSMSEmulator(
                    generation: account.generation, seed: seed, balance: account.balance)
            },
            adapter: { VirtualSMS(transport: $0, baseURL: $1, key: key) },
            isPurchase: { request in
                request.method == "POST"
                    && ["/customer/purchase", "/v1/rentals", "/rentals/provider"].contains {
                        request.path.hasSuffix($0)
                    }
            },
            website: { visit in
                switch visit {
                case .order(let service, let country):
                    onVirtualSMS(
                        "customer/purchase",
                        ["service": .string(service), "country": .string(country)])
                case .rent(let product, let days):
                    onVirtualSMS(
                        "rentals",
                        [
                            "country": .string(product), "rental_type": "full",
                            "duration_hours": .int(days * 24),
                        ])
                case .extend(let line):
                    onVirtualSMS("rentals/\(line.id)/extend", ["duration_hours": 168])
                case .cancel(let line): onVirtualSMS("customer/cancel/\(line.id)")
                case .refund(let line): onVirtualSMS("rentals/\(line.id)/cancel")
                }
            })
        profile.returning = .untoldAtExpiry
        return profile
    }()

    private static func onVirtualSMS(_ path: String, _ body: JSON = [:]) -> EmulatedRequest {
        var request = EmulatedRequest("api/v1/\(path)", headers: [("X-API-Key", emulatorKey)])
        request.body = Array(body.description.utf8)
        return request
    }
}
