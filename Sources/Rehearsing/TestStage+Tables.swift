import Keeping
import Lines
import Scripting

/// The tables that scripts are given in a test, with what the test does not say filled in.
extension TestStage {
    /// A line of the test; the latest one without a word, or one that is made if there is none.
    func lineTable(_ reference: ScriptValue?) throws(Refusal) -> ScriptValue {
        guard let reference else {
            if let last = lines.last { return last }
            return try line([:])
        }
        if let found = lines.first(where: { isMeant($0, by: reference) }) { return found }
        guard reference.fields != nil else {
            throw Refusal("there is no such line; make one with t.line")
        }
        return try line(reference)
    }

    /// Makes a line.
    func line(_ fields: ScriptValue) throws(Refusal) -> ScriptValue {
        try check(fields, APIRecord.line)
        guard let kind = LineKind(rawValue: fields["kind"]?.text ?? "rental") else {
            throw Refusal("kind must be rental, activation or inbound")
        }
        let id = (lines.compactMap { $0["id"]?.whole }.max() ?? 0) + 1
        var line = Line(
            id: id, account: "pool", provider: kind == .inbound ? .inbound : .smspool, kind: kind,
            state: kind == .activation ? .waiting : .active, purchasedAt: now)
        line.number = "+1555010\(id + 100)"
        switch kind {
        case .rental: line.expiresAt = now + .days(30)
        case .activation: line.expiresAt = now + .minutes(20)
        case .inbound: break
        }
        let made = ScriptValue(line).with(fields)
        lines.removeAll { $0["id"] == made["id"] }
        lines.append(made)
        return made
    }

    /// A message on its line, with the code that is found in its text.
    func message(_ fields: ScriptValue) throws(Refusal) -> ScriptValue {
        try check(fields, APIRecord.message)
        guard let text = fields["text"]?.text else { throw Refusal("text is missing") }
        let table = try lineTable(fields["line"])
        let lineID = table["id"]?.whole ?? 0
        let isFirst = !messages.contains { $0["line"]?["id"]?.whole == lineID }
        var line = Line(
            id: lineID, account: table["account"]?.text ?? "", provider: .smspool,
            kind: LineKind(rawValue: table["kind"]?.text ?? "") ?? .rental, state: .active,
            purchasedAt: now)
        line.service = table["service"]?.text
        var message = Message(
            id: (messages.compactMap { $0["id"]?.whole }.max() ?? 0) + 1, line: lineID,
            account: line.account, text: text, storedAt: now, isFirst: isFirst)
        message.receivedAt = now
        message.sender = fields["sender"]?.text
        message.oneTimeCode = message.decidedCode(told: fields["code"]?.text, on: line)
        var filled = ScriptValue(message, on: line).with(fields).with(["line": table])
        if fields["code"] != nil, fields["code_confidence"] == nil {
            filled = filled.with(["code_confidence": "certain"])
        }
        return filled
    }

    /// A misspelt field would be given to scripts that look for another.
    func check(_ fields: ScriptValue, _ record: APIRecord) throws(Refusal) {
        guard let given = fields.fields else { throw Refusal("give a table with named fields") }
        let known = record.fields.map(\.name)
        for name in given.keys.sorted() where !known.contains(name) {
            throw Refusal("unknown field \"\(name)\"\(suggestion(for: name, among: known))")
        }
    }
}

extension ScriptValue {
    /// Unix seconds.
    static func seconds(_ instant: Instant) -> ScriptValue {
        .number(Double(instant.milliseconds) / 1000)
    }

    /// The table with other values for some of its fields.
    fileprivate func with(_ others: ScriptValue) -> ScriptValue {
        .table((fields ?? [:]).merging(others.fields ?? [:]) { $1 })
    }
}
