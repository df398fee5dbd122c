import Lines
import Transport

/// One answer of handler_api: a word with what stands behind its colon, or JSON, or JSON that holds
/// a word.
struct HandlerAPIAnswer: Sendable {
    let action: HandlerAPIAction
    let operation: Capabilities.Operation
    let reply: HTTPReply
    let reader: ReplyReader
    let account: HandlerAPI
    /// Null where the answer is a bare word.
    let json: JSONValue
    /// `ACCESS_NUMBER`; nil where the answer is JSON that grants what was asked.
    let word: String?
    /// What stands behind the word, colons and all.
    let argument: String

    /// - Throws: what came where neither word nor JSON did, such as a page.
    init(
        action: HandlerAPIAction, operation: Capabilities.Operation, reply: HTTPReply,
        reader: ReplyReader, account: HandlerAPI
    ) throws(ProviderError) {
        self.action = action
        self.operation = operation
        self.reply = reply
        self.reader = reader
        self.account = account
        // Only a ban says more than the status that asks to slow down.
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
        // Judges what is no JSON, and a status that asks to slow down.
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

    /// `STATUS_OK:12:34` is the word `STATUS_OK` with `12:34`; `<html>` and `Sorry` are none.
    ///
    /// By scalars: a mark that cannot be seen makes one character of itself and the colon before it.
    private static func word(in text: String) -> (word: String, argument: String)? {
        let scalars = text.unicodeScalars
        let word = scalars.prefix { $0.isCapital || ("0"..."9").contains($0) || $0 == "_" }
        let rest = scalars[word.endIndex...]
        guard (2...40).contains(word.count), word.first?.isCapital == true,
            rest.isEmpty || rest.first == ":"
        else { return nil }
        return (String(word), String(rest.dropFirst()))
    }

    /// What JSON that grants nothing says; nil for one that does not complain.
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

    /// The entries of a list: the first of the named members, or the whole.
    ///
    /// Nothing at all is not an empty list: from what a list lacks it is concluded that a line is
    /// gone.
    func entries(_ names: String...) throws(ProviderError) -> [JSONValue.Member] {
        if isEmpty { return [] }
        guard word == nil, let list = (json.first(of: names) ?? json).entries, json != .null else {
            throw unrecognised
        }
        // An object that holds some other list is no list of what was asked for.
        if names.contains(where: { json[$0] == .null }) { throw unrecognised }
        return list
    }

    /// A cost, which is never less than nothing.
    func price(_ value: JSONValue?, beside entry: JSONValue? = nil) -> Money? {
        value?.price == nil ? nil : money(value, beside: entry)
    }

    /// An amount in the currency the answer names by its ISO number, or in the account's.
    ///
    /// Nil where the currency is one that is not known here: the figure alone would mislead.
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
