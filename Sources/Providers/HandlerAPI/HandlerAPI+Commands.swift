import Lines

/// Calls that only handler_api has. Countries are the protocol's numbers here.
extension HandlerAPI {
    package var commands: [ProviderCommand] {
        let ready = ProviderCommand(
            "ready", takes: ["order"],
            "Report that the SMS was sent, which some providers require.",
            changes: .lines)
        guard dialect.isWhole else { return [ready] }
        return [
            ready,
            ProviderCommand(
                "history",
                options: [
                    CommandOption("from", .since), CommandOption("to", .until), .limit(100), .page,
                ], "Past orders, newest first, of the last 30 days at most."),
            ProviderCommand("cashback", "The balance with the cashback that purchases may use."),
            ProviderCommand("notifications", "What the provider told the account, newest first."),
            ProviderCommand(
                "call", takes: ["order"],
                "Whether an activation by call has been called, and by whom."),
            ProviderCommand(
                "parse-call", takes: ["order"], options: [CommandOption("lang", .text)],
                "Have a recorded call read again, in another language if you give one.",
                changes: .lines),
            ProviderCommand(
                "operators", takes: ["country"],
                "Suppliers of numbers, for --pool of order."),
            ProviderCommand("stock", takes: ["country"], "Numbers in stock, by service."),
            ProviderCommand(
                "end-rental", takes: ["rental"], "End a rental without a refund.",
                changes: .lines),
        ]
    }

    package func tell(
        _ name: String, _ words: CommandWords
    ) async throws(ProviderError) -> Answer<CommandTable> {
        do throws(ProviderError) {
            return try await answer(name, words)
        } catch {
            // Many providers have few of these calls. What is missing is this one, not all that it
            // belongs to.
            guard case .notOffered = error.meaning else { throw error }
            throw .badRequest(["it has no \(name)"])
        }
    }

    private func answer(
        _ name: String, _ words: CommandWords
    ) async throws(ProviderError) -> Answer<CommandTable> {
        let word = words[0]
        switch name {
        case "ready":
            return try await announce(word).map { CommandTable(["order": word, "told": "ready"]) }
        case "end-rental" where capabilities.offers(.rent):
            return try await finishRental(word).map {
                CommandTable(["rental": word, "told": "ended"])
            }
        case "history":
            let limit = words.whole("limit") ?? 100
            return try await history(
                offset: ((words.whole("page") ?? 1) - 1) * limit, limit: limit,
                from: words.time("from"), to: words.time("to")
            ).map(CommandTable.init(orders:))
        case "cashback":
            return try await balance(.balanceWithCashback).map {
                CommandTable(["balance with cashback": $0.description])
            }
        case "notifications": return try await notifications()
        case "call":
            return try await callStatus(of: word).map {
                CommandTable(["order": word, "state": $0.state, "caller": $0.caller])
            }
        case "parse-call":
            return try await parseCall(of: word, language: words.text("lang")).map {
                CommandTable(["order": word, "told": "read again"])
            }
        case "operators":
            return try await operators(in: word).map { CommandTable(["operator"], $0.map { [$0] }) }
        case "stock":
            return try await stock(in: word).map { stock in
                CommandTable(
                    ["service", "numbers"],
                    stock.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] })
            }
        default: throw .badRequest(["it has no \(name)"])
        }
    }

    private func notifications() async throws(ProviderError) -> Answer<CommandTable> {
        let answer = try await ask(.notifications)
        guard answer.word == nil, let list = answer.json.entries("notifications", "data") else {
            throw answer.unrecognised
        }
        return answer.answer(
            CommandTable(
                ["id", "at", "kind", "title", "text", "read"],
                list.map {
                    [
                        $0.value.text("id"),
                        $0.value.instant("createdAt", "created_at", zone: timeZone)?.rfc3339,
                        $0.value.text("type"), $0.value.text("title"),
                        $0.value.text("content", "message"),
                        $0.value.flag("read").map { $0 ? "yes" : "no" },
                    ]
                }))
    }
}
