import Lines

/// Calls that only VirtualSMS has.
extension VirtualSMS {
    package var commands: [ProviderCommand] {
        let kinds = VirtualSMSTransaction.Kind.allCases.map(\.rawValue)
        return [
            ProviderCommand("profile", "The account's owner and statistics."),
            ProviderCommand(
                "transactions",
                options: [
                    CommandOption("type", .one(kinds)), CommandOption("from", .since),
                    CommandOption("to", .until), .limit(200), .page,
                ], "Transactions, 50 to a page unless you give a limit."),
            ProviderCommand("rental-prices", "All prices of its own rentals, available or not."),
            ProviderCommand(
                "rental-services", takes: ["country", "[days]"],
                "Rentals of the network in a country, with prices."),
        ] + Self.webhookCommands
    }

    package func tell(
        _ name: String, _ words: CommandWords
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
            let limit = words.whole("limit") ?? 50
            return try await transactions(
                limit: limit, offset: ((words.whole("page") ?? 1) - 1) * limit,
                kind: words.word("type").flatMap(VirtualSMSTransaction.Kind.init),
                from: words.time("from"), to: words.time("to")
            ).map { page in
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
            let days = try days(words[1])
            return try await networkServices(in: words[0], days: days).map { services in
                CommandTable(
                    ["offer", "name", "price", "stock"],
                    services.map { entry in
                        let offer = VirtualSMSRentalID.network(
                            country: words[0].uppercased(), service: entry.service.id)
                        return [
                            offer.text, entry.service.name, entry.price?.description,
                            entry.stock.map { "\($0)" },
                        ]
                    })
            }
        default: return try await tellOfWebhooks(name, words)
        }
    }

    private func days(_ word: String) throws(ProviderError) -> Int {
        guard !word.isEmpty else { return 1 }
        guard let days = Int(word), VirtualSMSRentalID.networkDays.contains(days) else {
            throw .wrongDays(available: VirtualSMSRentalID.networkDays)
        }
        return days
    }
}
