import Lines
package import Scripting
import Storage

/// Answers what scripts ask while they run.
extension Keeper {
    /// No answer holds more rows than this.
    private static let mostRows = 200

    package func answer(_ query: ScriptQuery) -> Result<ScriptValue, ScriptQueryError> {
        switch query {
        case .lines(let fields): lines(matching: fields)
        case .messages(let fields): messages(matching: fields)
        }
    }

    private func lines(
        matching fields: [String: ScriptValue]
    ) -> Result<ScriptValue, ScriptQueryError> {
        let all = fields["all"]?.flag ?? false
        func matches(_ name: String, _ value: String?) -> Bool {
            fields[name]?.text.map { $0 == value } ?? true
        }
        let found = lines.values.filter { line in
            (all || fields["state"] != nil || !line.state.isEnded)
                && matches("state", line.shownState) && matches("kind", line.kind.rawValue)
                && matches("account", line.account) && matches("country", line.country)
                && matches("service", line.service) && matches("label", line.label)
                && matches("number", line.number)
                && (fields["tag"]?.text.map { line.tags.contains($0) } ?? true)
        }.sorted { $0.id < $1.id }.prefix(Self.mostRows)
        return .success(.array(found.map { ScriptValue($0) }))
    }

    private func messages(
        matching fields: [String: ScriptValue]
    ) -> Result<ScriptValue, ScriptQueryError> {
        var filter = store.filter()
        switch fields["line"] {
        case .integer(let id)?: filter.line = id
        case .string(let name)?:
            guard let line = try? line(name) else {
                return .failure(ScriptQueryError("There is no line \(name)."))
            }
            filter.line = line.id
        default: filter.line = fields["line"]?["id"]?.whole
        }
        filter.sender = fields["sender"]?.text
        filter.route = fields["route"]?.text
        filter.tag = fields["tag"]?.text
        filter.words = (fields["words"] ?? fields["search"] ?? fields["text"])?.text
        filter.since = fields["since"]?.text.flatMap { Instant(rfc3339: $0) }
        filter.limit = min(Int(fields["limit"]?.whole ?? 20), Self.mostRows)
        do throws(StoreError) {
            let found = try store.messages(filter)
            return .success(.array(found.map { ScriptValue($0, on: lines[$0.line]) }))
        } catch {
            return .failure(ScriptQueryError(error.description))
        }
    }
}
