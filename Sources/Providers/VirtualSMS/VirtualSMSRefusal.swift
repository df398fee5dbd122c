import Lines
import Transport

/// A refusal by VirtualSMS.
///
/// The document has `{error, message}` with a code under `error`; servers also send a sentence
/// under `error`, the bare sentence as JSON, and the same without quotes.
struct VirtualSMSRefusal {
    let answer: VirtualSMSAnswer
    /// All its words, in plain text.
    let said: String
    let words: SentenceFigures

    /// A refusal, if the answer is one by its status or by its content.
    init?(_ answer: VirtualSMSAnswer) {
        let json = answer.json
        let isBad = !(200..<300).contains(answer.reply.status)
        switch json.flag("success") {
        case true?: guard isBad else { return nil }
        case false?: break
        case nil: guard isBad || json.isNothingButAnError else { return nil }
        }
        self.answer = answer
        said = Self.texts(json).prefix(10).reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }.joined(separator: "; ")
        words = SentenceFigures(said)
    }

    private static func texts(_ json: JSONValue) -> [String] {
        if case .string(let text) = json { return sentences([.string(text)]) }
        var values = ["error", "code", "message", "detail", "details"].compactMap { json[$0] }
        for value in values {
            switch value {
            case .object: values += ["code", "message"].compactMap { value[$0] }
            case .array(let inner): values += inner.prefix(5)
            default: continue
            }
        }
        return sentences(values)
    }

    private static func sentences(_ values: [JSONValue]) -> [String] {
        values.compactMap { value in
            guard case .string(let text) = value else { return nil }
            let sentence = PlainText(text).sentence
            return sentence.isEmpty ? nil : sentence
        }
    }

    var status: Int { answer.reply.status }

    /// Its words, in a form that may be shown.
    var sentence: String { answer.reader.sentence(said) }

    /// Whether it is an object of the provider's own.
    var isObject: Bool {
        if case .object(let members) = answer.json { return !members.isEmpty }
        return false
    }

    /// Whether the provider itself refused, rather than something in front of it.
    var isOwn: Bool { answer.json.flag("success") == false || !said.isEmpty }

    /// The requested pause: the second number in "within 120 seconds … wait 118 seconds".
    var wait: Duration? {
        let told = answer.json.integer("retry_after", "seconds_remaining", "wait_seconds")
            .flatMap { (1...86_400).contains($0) ? Duration.seconds($0) : nil }
        let sentence = said.lowercased()
        let rest = sentence.firstRange(of: "wait ").map { String(sentence[$0.upperBound...]) }
        return told ?? rest.flatMap { SentenceFigures($0).duration } ?? words.duration
            ?? answer.reply.date.flatMap { answer.reply.retryAfter(now: $0) }
    }
}

extension JSONValue {
    /// An object with an error and no content.
    fileprivate var isNothingButAnError: Bool {
        guard case .object(let members) = self, first(of: ["error"]) != nil else { return false }
        return members.allSatisfy {
            ["error", "message", "code", "detail", "details", "required", "current", "success"]
                .contains($0.key)
        }
    }
}
