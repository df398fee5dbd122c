/// The reference of the `keeper` table for people and editors, generated from the same table that
/// the worker checks arguments against.
package enum APIReference {
    /// The section of the documentation, in Markdown.
    package static func markdown() -> String {
        var lines = ["## Handlers", ""]
        for handler in HandlerCall.Handler.allCases {
            let names = handler.parameters.map(\.name).joined(separator: ", ")
            lines.append("- `\(handler.rawValue)(\(names))`: \(handler.summary)")
        }
        lines += ["", "## The `keeper` table"]
        for kind in APIFunction.Kind.allCases {
            lines += ["", "### \(heading(kind))"]
            for function in APIFunction.all where function.kind == kind {
                lines += ["", "#### `keeper.\(function.signature)`", "", function.summary]
                if function.needsMessage { lines[lines.count - 1] += " Only in `on_message`." }
                lines += rows(function.parameters)
                if let returns = function.returns { lines += ["", "Returns: \(returns.summary)"] }
                if let example = function.example { lines += ["", "```lua", example, "```"] }
            }
        }
        lines += ["", "## Tables"]
        for record in APIRecord.all {
            lines += ["", "### \(record.name)", "", record.summary, ""]
            lines += ["| field | type | |", "| --- | --- | --- |"]
            for field in record.fields {
                let type = field.type.replacing("|", with: "\\|")
                lines.append("| `\(field.name)` | `\(type)` | \(field.summary) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ kind: APIFunction.Kind) -> String {
        switch kind {
        case .decision: "Decisions"
        case .memory: "Memory"
        case .read: "Reading"
        case .other: "The rest"
        }
    }

    private static func rows(_ parameters: [APIParameter]) -> [String] {
        guard !parameters.isEmpty else { return [] }
        var rows = [""]
        for parameter in parameters {
            rows.append("- \(row(parameter))")
            for field in parameter.type.fieldParameters ?? [] {
                rows.append("  - \(row(field))")
            }
        }
        return rows
    }

    private static func row(_ parameter: APIParameter) -> String {
        let type = parameter.type.annotation(tableClass: "table").replacing("|", with: " or ")
        let optional = parameter.isOptional ? ", optional" : ""
        return "`\(parameter.name)` (\(type)\(optional)): \(parameter.summary)"
    }
}

extension APIFunction {
    /// `extend([line,] days)`
    package var signature: String {
        var text = ""
        for (index, parameter) in parameters.enumerated() {
            let isLast = index == parameters.count - 1
            let word = parameter.isRepeated ? "..." : parameter.name
            // Optional parameters come before required ones, or at the end.
            if parameter.isOptional, !isLast, index == 0 {
                text += "[\(word),] "
            } else if parameter.isOptional {
                text += index == 0 ? "[\(word)]" : "[, \(word)]"
            } else {
                text += index == 0 || text.hasSuffix("] ") ? word : ", \(word)"
            }
        }
        return "\(name)(\(text))"
    }
}
