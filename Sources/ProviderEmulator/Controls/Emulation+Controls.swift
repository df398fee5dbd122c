extension Emulation {
    /// Answers requests below `/_emulator/`: tests use them to control the world outside the
    /// providers.
    mutating func answer(control request: EmulatedRequest, uptime: Duration) -> EmulatedReply {
        var reply: EmulatedReply
        do throws(ControlRefusal) {
            reply = EmulatedReply(try perform(request, uptime: uptime))
        } catch {
            reply = EmulatedReply(status: error.status, ["error": .string(error.message)])
        }
        // These answers are read in terminals.
        reply.body.append(UInt8(ascii: "\n"))
        return reply
    }

    private mutating func perform(
        _ request: EmulatedRequest, uptime: Duration
    ) throws(ControlRefusal) -> JSON {
        switch (request.method, request.path) {
        case ("GET", ""): index()
        case ("POST", "sms"): try sendSMS(ControlBody(request), uptime: uptime)
        case ("GET", "clock"): clockJSON(uptime: uptime)
        case ("POST", "clock"): try advanceClock(ControlBody(request), uptime: uptime)
        case ("GET", "faults"): faultsJSON()
        case ("POST", "faults"): try setFault(ControlBody(request))
        case ("DELETE", "faults"): clearFaults()
        case ("POST", "account"): try setAccount(ControlBody(request), uptime: uptime)
        case ("POST", "prices"): try setMarkup(ControlBody(request))
        case ("POST", "webhook"): try setWebhook(ControlBody(request))
        case ("GET", "lines"): .array(lines(uptime: uptime).map(\.json))
        case ("GET", "ledger"): ledgerJSON(uptime: uptime)
        case ("GET", "requests"): counts.json
        case ("GET", "targets"): targets.json
        default:
            throw .notFound(
                "There is no control \(request.method) /_emulator/\(request.path). "
                    + "GET /_emulator lists what there is.")
        }
    }

    private func index() -> JSON {
        let controls: JSON = [
            "POST /_emulator/sms {number, sender, text}",
            "GET /_emulator/clock", "POST /_emulator/clock {advance_seconds}",
            "GET /_emulator/faults", "DELETE /_emulator/faults",
            "POST /_emulator/faults {provider, endpoint, kind, count, retry_after}",
            "POST /_emulator/account {provider, balance}",
            "POST /_emulator/prices {provider, markup_percent}",
            "POST /_emulator/webhook {provider, url}",
            "GET /_emulator/lines", "GET /_emulator/ledger", "GET /_emulator/requests",
            "GET /_emulator/targets",
        ]
        let providers = providers.map { provider -> JSON in
            [
                "name": .string(provider.name), "path": .string(provider.pathPrefix),
                "key": .string(emulatorKey),
                "endpoints": .array(provider.endpoints.map { .string($0) }),
            ]
        }
        return [
            "providers": .array(providers), "controls": controls,
            "fault_kinds": .array(Fault.Kind.allCases.map { .string($0.rawValue) }),
        ]
    }

    private mutating func sendSMS(
        _ body: ControlBody, uptime: Duration
    ) throws(ControlRefusal) -> JSON {
        let number = try body.requiredText("number")
        let sms = EmulatedSMS(
            sender: body.text("sender") ?? "", text: try body.requiredText("text"))
        guard let delivery = deliver(sms, to: number, uptime: uptime) else {
            throw .notFound(
                "No line has the number \(number). GET /_emulator/lines lists those there are.")
        }
        return [
            "delivered": .bool(delivery.isDelivered),
            "reason": delivery.lostBecause.map { .string($0) } ?? .null,
        ]
    }
}
