import Lines
import ProviderEmulator
import Providers
import Randomness
import Transport

/// A provider's answers to every call: `QUESTION STATUS PROVIDER`, headers, an empty line, body.
/// The default provider is SMSPool.
struct Answers {
    static let key = "0123456789abcdef0123456789abcdef"

    private static let names = [
        "success", "message", "errors", "error", "param", "type", "data", "status", "available",
        "activeFor", "expiry", "expiration", "expiration_date", "expires_in", "time_left",
        "phonenumber", "number", "cc", "order_id", "order_code", "rental_code", "days", "cost",
        "cost_in_cents", "price", "high_price", "success_rate", "pricing", "single_service",
        "refund_within", "refund_min_days", "is_refundable", "messages", "sms", "full_sms", "code",
        "full_code", "timestamp", "sender", "ID", "name", "balance", "charge", "0", "7",
        "orders", "order", "rentals", "countries", "services", "content", "received_at",
        "refund_amount", "expires_at", "activationId", "activationCost", "activeActivations",
        "phone", "endDate", "values", "cost", "count", "smsCode", "results", "pagination",
    ]
    private static let sentences = [
        "ACCESS_NUMBER:", "STATUS_OK:", "STATUS_WAIT_CODE", "NO_ACTIVATION", "ACCESS_BALANCE:",
        "BANNED:'", "EARLY_CANCEL_DENIED", "WRONG_MAX_PRICE:", "out of stock",
    ]

    let question: Question
    /// The name of the provider that sent the answer.
    let provider: Substring
    let reply: HTTPReply

    /// Any bytes are some answer to some question.
    init(_ input: [UInt8]) {
        let parts = Answers.halves(input)
        let lines = String(decoding: parts.head, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let words = (lines.first ?? "").split(separator: " ")
        let named = words.first.flatMap { Question(rawValue: String($0)) }
        let any = Question.allCases[Int(input.first ?? 0) % Question.allCases.count]
        question = named ?? any
        provider = words.count > 2 ? words[2] : ""
        reply = HTTPReply(
            status: words.count > 1 ? Int(words[1]) ?? 200 : 200,
            headers: lines.dropFirst().compactMap { line in
                let sides = line.split(separator: ":", maxSplits: 1)
                guard sides.count == 2 else { return nil }
                return (String(sides[0]), String(sides[1].drop { $0 == " " }))
            }, body: parts.body)
    }

    static func halves(_ input: [UInt8]) -> (head: [UInt8], body: [UInt8]) {
        guard let end = input.indices.first(where: { input[$0...].starts(with: [10, 10]) }) else {
            return ([], input)
        }
        return (Array(input[..<end]), Array(input[(end + 2)...]))
    }

    /// The body spoiled as JSON where it is some, otherwise as bytes; now and then the head too, and
    /// now and then as the answer to another question.
    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        let mutator = ByteMutator(
            scraps: names.map { "\"\($0)\":" } + sentences + [
                "{", "}", "[", "]", ",", "\\u", "\\u00e9", "\\ud83d", "\\ud83d\\u", "\\",
            ])
        var (head, body) = halves(sample)
        if !random.oneIn(4), let json = JSON(parsing: body) {
            body = Array(JSONMutator(names: names).spoiled(json, &random).description.utf8)
        }
        if random.oneIn(4) { body = mutator.spoiled(body, &random) }
        if random.oneIn(6) { head = mutator.spoiled(head, &random) }
        if random.oneIn(6) {
            let lines = String(decoding: head, as: UTF8.self).split(separator: "\n").dropFirst()
            let old = String(decoding: head, as: UTF8.self).prefix { $0 != "\n" }
            let provider = old.split(separator: " ").dropFirst(2).first ?? ""
            let first =
                "\(random.pick(Question.allCases).rawValue) \(random.pick(statuses)) \(provider)"
            head = Array(([first] + lines.map(String.init)).joined(separator: "\n").utf8)
        }
        return head + [10, 10] + body
    }

    private static let statuses = [
        "200", "200", "200", "201", "204", "301", "400", "401", "403", "404", "422", "429", "500",
        "502", "503", "0", "-1", "99999", "9223372036854775807",
    ]
}

/// A network with the same answer to everything.
struct OneAnswer: Transport {
    let reply: HTTPReply

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply { reply }
}

extension Target {
    static let answers = Target(
        name: "answers", inputs: 4000, spoil: Answers.spoil, read: readAnswer)
    /// The same for the other providers, which have different formats.
    static let others = Target(
        name: "others", inputs: 6000, spoil: Answers.spoil, read: readAnswer)

    @Sendable private static func readAnswer(_ input: [UInt8]) async -> String? {
        let answers = Answers(input)
        let account = account(answers)
        do throws(ProviderError) {
            return try await answers.question.complaint(account)
        } catch {
            return complaint(of: error)
        }
    }

    private static func account(_ answers: Answers) -> any Provider {
        let transport = OneAnswer(reply: answers.reply)
        let (key, url) = (Secret(Answers.key), "http://127.0.0.1:1")
        func handler(_ dialect: HandlerAPIDialect) -> any Provider {
            HandlerAPI(transport: transport, baseURL: url, key: key, dialect: dialect)
        }
        return switch answers.provider {
        case "virtualsms": VirtualSMS(transport: transport, baseURL: url, key: key)
        case "1001sms": SMS1001(transport: transport, baseURL: url, key: key)
        case "sms-activate-dev": SMSActivateDev(transport: transport, baseURL: url, key: key)
        case "handler-api": handler(.original)
        case "clone": handler(.clone)
        case "daisysms": handler(.daisysms)
        case "legacy": handler(.virtualsms)
        default: SMSPool(transport: transport, key: key)
        }
    }

    /// The error as shown and logged: a sentence, without the key, that does not control a
    /// terminal.
    private static func complaint(of error: ProviderError) -> String? {
        var shown = error.description
        if case .unrecognised(let reply) = error {
            guard reply.excerpt.count <= 500 else { return "the excerpt is too long" }
            shown += reply.excerpt
        }
        if shown.isEmpty { return "an error says nothing" }
        // Compared by bytes: a combining mark after the key's last character must not hide the key.
        if Array(shown.utf8).contains(Array(Answers.key.utf8)) { return "the key is shown" }
        if shown.contains(where: \.isControl) { return "an error drives terminals" }
        return shown.utf8.count > 20_000 ? "an error is \(shown.utf8.count) bytes long" : nil
    }
}
