import Lines
import Transport

/// A refusal by 1001SMS.
///
/// The document has the words under `error`; `message`, `details` and `error_description` occur as
/// well, as texts and objects, and answers without the envelope.
struct SMS1001Refusal {
    let answer: SMS1001Answer
    /// All its words, in plain text.
    let said: String
    let words: SentenceFigures

    /// A refusal, if the answer is one.
    ///
    /// Decided by the envelope's `success` and by the HTTP status, because either may be the one
    /// that shows it; without an envelope, by an error that is the only content.
    init?(_ answer: SMS1001Answer) {
        let json = answer.json
        let isBad = !(200..<300).contains(answer.reply.status)
        switch json.flag("success") {
        case true?: guard isBad else { return nil }
        case false?: break
        case nil:
            let isError = json["data"] == nil && json.first(of: ["error"]) != nil
            guard isBad || isError else { return nil }
        }
        self.answer = answer
        said = Self.names.flatMap { Self.texts(json[$0], depth: 0) }.prefix(10)
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            .joined(separator: "; ")
        words = SentenceFigures(said)
    }

    /// Some servers put the kind of error under `error` and the reason under `message`.
    private static let names = ["error", "message", "details", "error_description"]

    /// The sentences in a value: itself, or its contents at most two levels down.
    private static func texts(_ value: JSONValue?, depth: Int) -> [String] {
        switch value {
        case .string(let text)?:
            let sentence = PlainText(text).sentence
            return sentence.isEmpty ? [] : [sentence]
        case .array(let values)? where depth < 2:
            return values.prefix(10).flatMap { texts($0, depth: depth + 1) }
        case .object(let members)? where depth < 2:
            return members.prefix(10).flatMap { texts($0.value, depth: depth + 1) }
        default: return []
        }
    }

    /// Its words, in a form that may be shown.
    var sentence: String { answer.reader.sentence(said) }

    /// Whether the provider itself refused, rather than something in front of it.
    var isOwn: Bool { answer.json.flag("success") == false || !said.isEmpty }
}
