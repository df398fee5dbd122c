import Lines
import Transport

/// One answer of handler_api: a word with an argument after its colon, or JSON, or JSON that
/// contains a word.
struct HandlerAPIAnswer: Sendable {
    let action: HandlerAPIAction
    let operation: Capabilities.Operation
    let reply: HTTPReply
    let reader: ReplyReader
    let account: HandlerAPI
    /// Null if the answer is a bare word.
    let json: JSONValue
    /// `ACCESS_NUMBER`; nil if the answer is JSON that grants the request.
    let word: String?
    /// The text after the word, including further colons.
    let argument: String

    /// - Throws: an error about the content if it is neither a word nor JSON, such as a page.
    init(
        action: HandlerAPIAction, operation: Capabilities.Operation, reply: HTTPReply,
        reader: ReplyReader, account: HandlerAPI
    ) throws(ProviderError) {
        self.action = action
        self.operation = operation
        self.reply = reply
        self.reader = reader
        self.account = account
        // Only a ban says more than the status 429 does.
        if let (word, argument) = Self.word(in: Self.text(of: reply)),
            reply.status != 429 || word == "BANNED"
        {
            json = .null
            self.word = word
            self.argument = argument
            return
        }
        if reply.status == 425 {
            let text = Self.text(of: reply)
            throw Self.tooEarly(text).quoting(reader.sentence(text))
        }
        // Handles answers that are not JSON, and the status 429.
        json = try reader.json(reply)
        let said = Self.complaint(of: json, status: reply.status)
        let found = said.flatMap(Self.word)
        word = found?.word ?? said.map { _ in "" }
        argument = found?.argument ?? said ?? ""
    }

    /// `Cannot cancel within 120 seconds of purchase. Please wait 118 seconds.`
    private static func tooEarly(_ text: String) -> ProviderError {
        let said = text.lowercased()
        let wait = said.firstRange(of: "wait").map { said[$0.upperBound...] } ?? ""
        return .tooEarly(retryAfter: SentenceFigures(String(wait)).duration)
    }

    private static func text(of reply: HTTPReply) -> String {
        let text = String(decoding: reply.body, as: UTF8.self).showingNUL
        return (text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text).trimmed
    }

    /// `STATUS_OK:12:34` is the word `STATUS_OK` with `12:34`; `<html>` and `Sorry` are not words.
    ///
    /// By scalars, because an invisible mark forms one character with the colon before it.
    private static func word(in text: String) -> (word: String, argument: String)? {
        let scalars = text.unicodeScalars
        let word = scalars.prefix { $0.isCapital || ("0"..."9").contains($0) || $0 == "_" }
        let rest = scalars[word.endIndex...]
        guard (2...40).contains(word.count), word.first?.isCapital == true,
            rest.isEmpty || rest.first == ":"
        else { return nil }
        return (String(word), String(rest.dropFirst()))
    }

    /// The complaint in JSON that is a refusal; nil if there is none.
    private static func complaint(of json: JSONValue, status: Int) -> String? {
        if case .string(let text) = json { return text.trimmed }
        guard case .object = json else { return status >= 400 ? "" : nil }
        let state = json.text("status")?.lowercased() ?? ""
        let isComplaint =
            ["error", "fail", "failed", "false"].contains(state) || status >= 400
            || json.flag("success") == false || json["status"] == .bool(false)
            || (json["error"]?.text != nil && json["error"]?.flag != false)
        guard isComplaint else { return nil }
        let names = ["message", "error", "msg", "title", "code", "detail"]
        return names.lazy.compactMap { json[$0]?.text?.trimmed }.first { $0 != state } ?? ""
    }

    var unrecognised: ProviderError { reader.unrecognised(reply) }

    func answer<Value>(_ value: Value) -> Answer<Value> {
        Answer(value, providerTime: reply.date)
    }

    /// The entries of a list: of the first of the named members, or of the whole answer.
    ///
    /// A missing list is not an empty list, because a line missing from a list is presumed gone.
    func entries(_ names: String...) throws(ProviderError) -> [JSONValue.Member] {
        if isEmpty { return [] }
        guard word == nil, let list = (json.first(of: names) ?? json).entries, json != .null else {
            throw unrecognised
        }
        // An object with some other list does not answer the request.
        if names.contains(where: { json[$0] == .null }) { throw unrecognised }
        return list
    }

    /// A cost, which is never negative.
    func price(_ value: JSONValue?, beside entry: JSONValue? = nil) -> Money? {
        value?.price == nil ? nil : money(value, beside: entry)
    }

    /// An amount in the currency that the answer names by ISO number, or in the account's.
    ///
    /// Nil if the currency is unknown: the figure alone would mislead.
    func money(_ value: JSONValue?, beside entry: JSONValue? = nil) -> Money? {
        guard let amount = value?.money else { return nil }
        let named = (entry ?? json).first(of: ["currency"]) ?? json.first(of: ["currency"])
        guard let named else { return amount.labelled(account.currency) }
        return HandlerAPICurrency.code(of: named).map(amount.labelled)
    }
}

extension Money {
    fileprivate func labelled(_ currency: String) -> Money {
        Money(tenThousandths: tenThousandths, currency: currency)
    }
}

extension Unicode.Scalar {
    fileprivate var isCapital: Bool { ("A"..."Z").contains(self) }
}
