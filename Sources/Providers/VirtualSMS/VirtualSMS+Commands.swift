import Lines

/// Calls that only VirtualSMS has.
extension VirtualSMS {
    package var commands: [ProviderCommand] {
        let kinds = VirtualSMSTransaction.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        return [
            ProviderCommand("profile", "The account's owner and statistics."),
            ProviderCommand(
                "transactions", takes: ["[kind]"], "Transactions, optionally of one kind: \(kinds)."
            ),
            ProviderCommand("rental-prices", "All prices of its own rentals, available or not."),
            ProviderCommand(
                "rental-services", takes: ["country", "[days]"],
                "Rentals of the network in a country, with prices."),
            ProviderCommand("webhooks", "Subscriptions and their state."),
            ProviderCommand(
                "webhook", takes: ["webhook"],
                "One subscription and its last failure."),
            ProviderCommand(
                "deliveries", takes: ["webhook"],
                "The latest calls of one subscription."),
            ProviderCommand(
                "test-webhook", takes: ["webhook"], "Send a test event.",
                isChange: true),
        ]
    }

    package func tell(
        _ name: String, _ words: [String]
    ) async throws(ProviderError) -> Answer<CommandTable> {
        switch name {
        case "profile":
            return try await profile().map {
                CommandTable([
                    "email": $0.email, "id": $0.id, "balance": $0.balance?.description,
                    "spent": $0.spent?.description, "paid in": $0.credited?.description,
                    "orders": $0.orders.map { "\($0)" }, "keys": $0.activeKeys.map { "\($0)" },
                    "created": $0.createdAt?.rfc3339,
                ])
            }
        case "transactions":
            let kind = try words.first.map(Self.kind)
            return try await transactions(kind: kind).map { page in
                CommandTable(
                    ["id", "at", "kind", "amount", "after", "order", "what"],
                    page.entries.map {
                        [
                            $0.id, $0.createdAt?.rfc3339, $0.kindWord, $0.amount.description,
                            $0.after?.description, $0.order, $0.what,
                        ]
                    })
            }
        case "rental-prices":
            return try await rentalPricing().map { tiers in
                CommandTable(
                    ["country", "days", "price", "for", "service"],
                    tiers.map {
                        [$0.country, "\($0.days)", $0.price.description, $0.kind, $0.service]
                    })
            }
        case "rental-services":
            let days = try days(words.dropFirst().first)
            return try await networkServices(in: words.first ?? "", days: days).map { services in
                CommandTable(
                    ["offer", "name", "price", "stock"],
                    services.map { entry in
                        let offer = VirtualSMSRentalID.network(
                            country: words.first?.uppercased() ?? "", service: entry.service.id)
                        return [
                            offer.text, entry.service.name, entry.price?.description,
                            entry.stock.map { "\($0)" },
                        ]
                    })
            }
        case "webhook":
            return try await webhook(words.first ?? "").map {
                CommandTable([
                    "id": $0.id, "url": $0.url, "events": $0.events.joined(separator: " "),
                    "state": $0.isPaused ? "paused" : $0.isActive ? "active" : "off",
                    "failures": "\($0.failures)", "what": $0.what,
                    "created": $0.createdAt?.rfc3339,
                    "last delivered": $0.lastDeliveredAt?.rfc3339,
                    "last failed": $0.lastErrorAt?.rfc3339, "last error": $0.lastErrorCode,
                ])
            }
        case "webhooks":
            return try await webhooks().map { webhooks in
                CommandTable(
                    ["id", "url", "events", "state", "failures", "last delivered", "last error"],
                    webhooks.map {
                        [
                            $0.id, $0.url, $0.events.joined(separator: " "),
                            $0.isPaused ? "paused" : $0.isActive ? "active" : "off",
                            "\($0.failures)", $0.lastDeliveredAt?.rfc3339, $0.lastErrorCode,
                        ]
                    })
            }
        case "deliveries":
            return try await webhookDeliveries(of: words.first ?? "").map { page in
                CommandTable(
                    ["id", "at", "event", "try", "status", "answered", "problem"],
                    page.entries.map {
                        [
                            $0.id, $0.createdAt?.rfc3339, $0.kind, "\($0.attempt)", $0.status,
                            $0.responseStatus.map { "\($0)" }, $0.error,
                        ]
                    })
            }
        case "test-webhook":
            return try await testWebhook(words.first ?? "").map {
                CommandTable(["delivery": $0.delivery, "event": $0.event, "kind": $0.kind])
            }
        default: throw .badRequest(["it has no \(name)"])
        }
    }

    private func days(_ word: String?) throws(ProviderError) -> Int {
        guard let word else { return 1 }
        guard let days = Int(word), VirtualSMSRentalID.networkDays.contains(days) else {
            throw .wrongDays(available: VirtualSMSRentalID.networkDays)
        }
        return days
    }

    private static func kind(
        _ word: String
    ) throws(ProviderError) -> VirtualSMSTransaction.Kind {
        guard let kind = VirtualSMSTransaction.Kind(rawValue: word.lowercased()) else {
            throw .badRequest(["there is no kind of transaction \(word)"])
        }
        return kind
    }
}
