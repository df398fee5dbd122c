/// Files that tell an editor what scripts may use.
extension APIReference {
    /// `keeper.d.lua`: annotations for LuaLS. Never run.
    package static func luaMeta() -> String {
        var lines = ["---@meta", "-- Printed from the table the script worker checks by.", ""]
        for record in APIRecord.all {
            lines += ["---\(record.summary)", "---@class \(record.name)"]
            for field in record.fields {
                lines.append("---@field \(field.name) \(field.type) \(field.summary)")
            }
            lines.append("")
        }
        lines += ["---What scripts can decide and ask.", "---@class Keeper", "keeper = {}", ""]
        for function in APIFunction.all { lines += meta(function) }
        // A function type, and not a function: only of a type does LuaLS give the parameters to the
        // function by which a script defines the handler.
        for handler in HandlerCall.Handler.allCases {
            let parameters = handler.parameters.map { "\($0.name): \($0.type)" }
            lines += [
                "---\(handler.summary)", "---@type fun(\(parameters.joined(separator: ", ")))",
                "\(handler.rawValue) = nil", "",
            ]
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    private static func meta(_ function: APIFunction) -> [String] {
        var lines: [String] = []
        let tableClass = "Keeper" + function.name.prefix(1).uppercased() + function.name.dropFirst()
        for parameter in function.parameters {
            guard let fields = parameter.type.fieldParameters else { continue }
            lines.append("---@class \(tableClass)")
            for field in fields {
                let type = field.type.annotation(tableClass: "table")
                lines.append("---@field \(field.name)? \(type) \(field.summary)")
            }
            lines.append("")
        }
        lines.append("---\(function.summary)")
        // If the first parameter is optional, both ways of calling are listed.
        if let first = function.parameters.first, first.isOptional, function.parameters.count == 2 {
            let second = function.parameters[1]
            let type = second.type.annotation(tableClass: tableClass)
            let name = second.isRepeated ? "..." : second.name
            lines.append("---@overload fun(\(name): \(type))")
        }
        for parameter in function.parameters {
            let type = parameter.type.annotation(tableClass: tableClass)
            let name =
                parameter.isRepeated ? "..." : parameter.name + (parameter.isOptional ? "?" : "")
            lines.append("---@param \(name) \(type) \(parameter.summary)")
        }
        if let returns = function.returns {
            lines.append("---@return \(returns.type) # \(returns.summary)")
            if returns.hasReason { lines.append("---@return string? reason") }
        }
        let names = function.parameters.map { $0.isRepeated ? "..." : $0.name }
        return lines + [
            "function keeper.\(function.name)(\(names.joined(separator: ", "))) end", "",
        ]
    }

    /// `.luarc.json` for LuaLS: globals closed to scripts are closed in the editor too.
    package static func luarc() -> String {
        let handlers = HandlerCall.Handler.allCases.map { "\"\($0.rawValue)\"" }
        let closed = ["coroutine", "debug", "io", "os", "package"]
        let builtin = closed.map { "    \"\($0)\": \"disable\"" }.joined(separator: ",\n")
        return """
            {
              "runtime.version": "Lua 5.4",
              "runtime.path": ["?.lua", "lib/?.lua"],
              "runtime.builtin": {
            \(builtin)
              },
              "diagnostics.globals": [\(handlers.joined(separator: ", "))],
              "diagnostics.disable": ["lowercase-global"]
            }

            """
    }

    /// `.luacheckrc`: a standard that lists exactly the open globals and what they hold.
    package static func luacheckrc() -> String {
        func listed(_ names: [String]) -> String {
            names.map { "\"\($0)\"" }.joined(separator: ", ")
        }
        var tables = OpenGlobals.members.mapValues { members in
            members.split(separator: " ").map(String.init)
        }
        tables["keeper"] = APIFunction.all.map(\.name).sorted()
        let fields = tables.sorted { $0.key < $1.key }.map { name, members in
            "    \(name) = { fields = { \(listed(members)) } },"
        }
        return """
            std = {
              read_globals = {
                \(listed(OpenGlobals.functions.sorted())),
            \(fields.joined(separator: "\n"))
              },
              globals = { \(listed(HandlerCall.Handler.allCases.map(\.rawValue))) },
            }
            files["tests"] = { read_globals = { "test" } }

            """
    }
}
