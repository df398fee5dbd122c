import Lines

/// Calls that only 1001SMS has.
extension SMS1001 {
    package var commands: [ProviderCommand] {
        [
            ProviderCommand("profile", "The account's owner."),
            ProviderCommand("stats", "Statistics of the account."),
            ProviderCommand(
                "transactions",
                options: [
                    CommandOption(
                        "type", .one(SMS1001Transaction.Kind.allCases.map(\.rawValue))),
                    CommandOption(
                        "status", .one(SMS1001Transaction.Status.allCases.map(\.rawValue))),
                    .limit(Self.longestPage), .page,
                ], "Transactions, 20 to a page unless you give a limit."),
            ProviderCommand("transaction", takes: ["id"], "One transaction."),
            ProviderCommand(
                "history",
                options: [
                    CommandOption("status", .one(PastStatus.allCases.map(\.rawValue))),
                    CommandOption("from", .since), CommandOption("to", .until),
                    .limit(Self.longestPage), .page,
                ], "Past orders, 20 to a page unless you give a limit."),
            ProviderCommand("unsuccessful", "Orders that ended without a message."),
            ProviderCommand(
                "cancel-all", "Cancel all open orders, including those bought elsewhere.",
                changes: .lines),
        ]
    }

    package func tell(
        _ name: String, _ words: CommandWords
    ) async throws(ProviderError) -> Answer<CommandTable> {
        switch name {
        case "profile":
            return try await profile().map {
                CommandTable([
                    "name": $0.name, "id": $0.id, "email": $0.email,
                    "balance": $0.balance?.description, "created": $0.createdAt?.rfc3339,
                    "last login": $0.lastLoginAt?.rfc3339,
                ])
            }
        case "stats":
            return try await stats().map {
                CommandTable([
                    "orders": "\($0.orders)", "successful": $0.successfulOrders.map { "\($0)" },
                    "success in percent": $0.successRate.map { "\($0)" },
                    "spent": $0.spent?.description,
                    "transactions": $0.transactions.map { "\($0)" },
                    "deposited": $0.deposited?.description,
                ])
            }
        case "transactions":
            return try await transactions(
                page: words.whole("page") ?? 1, limit: words.whole("limit") ?? 20,
                kind: words.word("type").flatMap(SMS1001Transaction.Kind.init),
                status: words.word("status").flatMap(SMS1001Transaction.Status.init)
            ).map { Self.table($0.entries) }
        case "transaction":
            return try await transaction(words[0]).map { Self.table([$0]) }
        case "history":
            return try await history(
                page: words.whole("page") ?? 1, limit: words.whole("limit") ?? 20,
                status: words.word("status").flatMap(PastStatus.init), from: words.time("from"),
                to: words.time("to")
            ).map { Self.table($0.entries) }
        case "unsuccessful": return try await archiveAll().map { Self.table($0) }
        case "cancel-all":
            return try await cancelAll().map { results in
                CommandTable(
                    ["order", "returned", "problem"],
                    results.map { [$0.providerID, $0.amount?.description, $0.problem] })
            }
        default: throw .badRequest(["it has no \(name)"])
        }
    }

    private static func table(_ transactions: [SMS1001Transaction]) -> CommandTable {
        CommandTable(
            ["id", "at", "kind", "status", "amount", "what", "reference"],
            transactions.map {
                [
                    $0.id, $0.createdAt?.rfc3339, $0.kindWord, $0.statusWord,
                    $0.amount.description, $0.what, $0.reference,
                ]
            })
    }

    private static func table(_ orders: [SMS1001Order]) -> CommandTable {
        CommandTable(
            ["id", "at", "number", "service", "country", "status", "price"],
            orders.map {
                [
                    $0.reading.providerID, $0.reading.orderedAt?.rfc3339, $0.reading.number,
                    $0.reading.service, $0.reading.country, $0.statusWord,
                    $0.reading.price?.description,
                ]
            })
    }
}
