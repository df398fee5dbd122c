import Lines
import Scripting

/// What scripts read in a test: its lines, and the messages so far. Filters compare with the fields
/// as the test gave them.
extension TestStage {
    func reply(to query: ScriptQuery) -> Result<ScriptValue, ScriptQueryError> {
        if case .lines(let filter) = query { return lines(matching: filter) }
        if case .messages(let filter) = query { return messages(matching: filter) }
        return .failure(ScriptQueryError("Tests do not answer this."))
    }

    private func lines(
        matching filter: [String: ScriptValue]
    ) -> Result<ScriptValue, ScriptQueryError> {
        let names = ["kind", "account", "provider", "service", "country", "state"]
        let found = lines.filter { line in
            names.allSatisfy { filter[$0] == nil || filter[$0] == line[$0] }
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

    private func isMeant(_ line: ScriptValue, by reference: ScriptValue?) -> Bool {
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
