/// The names of a type elsewhere: in an editor's annotations, and in the worker's checks.
extension APIType {
    /// The type as a LuaLS annotation. Tables get a class of their own, named by the caller.
    func annotation(tableClass: String) -> String {
        switch self {
        case .text, .anyText, .route, .channel: "string"
        case .integer: "integer"
        case .flag: "boolean"
        case .texts: "string[]"
        case .channels: "string|string[]"
        case .duration, .moment: "string|number"
        case .line: "Line|integer|string"
        case .lineTable: "Line|integer"
        case .storable, .anything: "any"
        case .fields: tableClass
        case .textOrFields: "string|\(tableClass)"
        case .momentOrFields: "string|number|\(tableClass)"
        case .choice(let words): words.map { "'\($0)'" }.joined(separator: "|")
        }
    }

    /// The fields of a table type.
    var fieldParameters: [APIParameter]? {
        switch self {
        case .fields(let parameters), .textOrFields(let parameters),
            .momentOrFields(let parameters):
            parameters
        default: nil
        }
    }

    /// The name of the type in the worker's checks.
    var checkName: String {
        switch self {
        case .text: "text"
        case .anyText: "any_text"
        case .integer: "integer"
        case .flag: "flag"
        case .texts: "texts"
        case .duration: "duration"
        case .moment: "moment"
        case .line: "line"
        case .lineTable: "line_table"
        case .route: "route"
        case .channel: "channel"
        case .channels: "channels"
        case .storable: "storable"
        case .anything: "anything"
        case .fields: "fields"
        case .textOrFields: "text_or_fields"
        case .momentOrFields: "moment_or_fields"
        case .choice: "choice"
        }
    }
}

/// The description of a function that the worker needs to check its arguments.
extension APIFunction {
    var checks: ScriptValue {
        [
            "name": .string(name), "kind": .string(kind.rawValue),
            "needs_message": .bool(needsMessage), "parameters": .array(parameters.map(\.checks)),
        ]
    }
}

extension APIParameter {
    fileprivate var checks: ScriptValue {
        var fields: [String: ScriptValue] = [
            "name": .string(name), "type": .string(type.checkName), "optional": .bool(isOptional),
            "repeated": .bool(isRepeated),
        ]
        if case .integer(let range) = type {
            fields["least"] = .integer(Int64(range.lowerBound))
            fields["most"] = .integer(Int64(range.upperBound))
        }
        if case .choice(let words) = type {
            fields["words"] = .array(words.map { .string($0) })
        }
        if let parameters = type.fieldParameters {
            fields["fields"] = .array(parameters.map(\.checks))
        }
        return .table(fields)
    }
}
