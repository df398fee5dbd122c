import Lines
import Scripting

/// What scripts read in a test: its lines, the messages so far, and the answers that it gives itself.
/// Filters compare with the fields as the test gave them.
extension TestStage {
    /// Questions about what only a manager knows.
    private static let questions = ["balance", "extension_price", "offers", "plan", "spend"]

    func reply(to query: ScriptQuery) -> Result<ScriptValue, ScriptQueryError> {
        switch query {
        case .lines(let filter): lines(matching: filter)
        case .messages(let filter): messages(matching: filter)
        case .balance: prepared("balance")
        case .extensionPrice: prepared("extension_price")
        case .offers: prepared("offers")
        case .plan: prepared("plan")
        case .spend: prepared("spend")
        case .test: .failure(ScriptQueryError("Tests do not answer this."))
        }
    }

    private func prepared(_ name: String) -> Result<ScriptValue, ScriptQueryError> {
        let silence = "The test says nothing of it: t.answer(\"\(name)\", ...)."
        return answers[name] ?? .failure(ScriptQueryError(silence))
    }

    /// What a question is answered with from now on: a value, or a reason why there is none.
    func prepare(_ arguments: ScriptValue) throws(Refusal) -> ScriptValue {
        let name = arguments["name"]?.text ?? ""
        guard Self.questions.contains(name) else {
            throw Refusal(
                "there is no question \"\(name)\"\(suggestion(for: name, among: Self.questions))")
        }
        let reason = arguments["reason"]?.text
        answers[name] =
            reason.map { .failure(ScriptQueryError($0)) } ?? .success(arguments["value"] ?? .null)
        return [:]
    }

    private func lines(
        matching filter: [String: ScriptValue]
    ) -> Result<ScriptValue, ScriptQueryError> {
        let names = ["kind", "account", "provider", "service", "country", "state"]
        let isAny = filter["state"] != nil || filter["line"] != nil
        let found = lines.filter { line in
            let state = line["state"]?.text.flatMap(LineState.init)
            return (isAny || state?.isEnded != true)
                && names.allSatisfy { filter[$0] == nil || filter[$0] == line[$0] }
                && isMeant(line, by: filter["line"]) && hasTag(line, filter["tag"])
        }
        return .success(.array(Array(found.prefix(limit(filter, otherwise: 500)))))
    }

    private func messages(
        matching filter: [String: ScriptValue]
    ) -> Result<ScriptValue, ScriptQueryError> {
        let found = messages.reversed().filter { message in
            let at = message["stored_at"]?.real ?? 0
            return ["sender", "route"].allSatisfy {
                filter[$0] == nil || filter[$0] == message[$0]
            } && isMeant(message["line"] ?? .null, by: filter["line"])
                && hasTag(message, filter["tag"]) && holds(message, filter["search"]?.text)
                && at >= filter["since"]?.real ?? -.infinity
                && at < filter["before"]?.real ?? .infinity
        }
        return .success(.array(Array(found.prefix(limit(filter, otherwise: 100)))))
    }

    func isMeant(_ line: ScriptValue, by reference: ScriptValue?) -> Bool {
        guard let reference else { return true }
        if let id = reference["id"]?.whole ?? reference.whole { return line["id"]?.whole == id }
        guard let name = reference.text else { return false }
        return line["label"]?.text == name || line["number"]?.text?.hasSuffix(name) == true
    }

    private func hasTag(_ table: ScriptValue, _ tag: ScriptValue?) -> Bool {
        guard let tag else { return true }
        return table["tags"]?.items?.contains(tag) == true
    }

    private func holds(_ message: ScriptValue, _ words: String?) -> Bool {
        let text = "\(message["sender"]?.text ?? "") \(message["text"]?.text ?? "")".lowercased()
        return (words ?? "").lowercased().split(separator: " ").allSatisfy { text.contains($0) }
    }

    private func limit(_ filter: [String: ScriptValue], otherwise most: Int) -> Int {
        min(max(filter["limit"]?.whole.map { Int(clamping: $0) } ?? most, 0), 500)
    }
}
