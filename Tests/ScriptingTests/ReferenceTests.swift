import Testing

@testable import Scripting

@Suite struct ReferenceTests {
    @Test func `every function and field is in the annotations and in the reference`() {
        let meta = APIReference.luaMeta()
        let reference = APIReference.markdown()
        for function in APIFunction.all {
            #expect(meta.contains("function keeper.\(function.name)("))
            #expect(reference.contains("#### `keeper.\(function.signature)`"))
            for field in function.parameters.flatMap({ $0.type.fieldParameters ?? [] }) {
                #expect(meta.contains("---@field \(field.name)? "))
            }
        }
        for record in APIRecord.all { #expect(meta.contains("---@class \(record.name)\n")) }
        #expect(reference.contains("#### `keeper.extend([line,] days)`"))
        #expect(reference.contains("#### `keeper.forward(channel[, content])`"))
        #expect(meta.contains("---@overload fun(days: integer)"))
        #expect(APIReference.luacheckrc().contains("\"on_message\""))
        #expect(APIReference.luarc().contains("\"os\": \"disable\""))
    }

    @Test func `the annotations are Lua`() async throws {
        let outcome = await Stage.worker().load(
            "keeper.d.lua", source: APIReference.luaMeta(), now: Stage.noon)
        // Handlers are types there, for which a script has the functions.
        #expect(try outcome.get().handlers.isEmpty)
    }

    /// LuaLS gives the parameters of a global's type to the function that a script assigns to it, and
    /// reports fields that a class has not, unless the class takes any.
    @Test func `handlers are typed, and every type in the annotations is closed and known`() throws
    {
        let lines = APIReference.luaMeta().split(separator: "\n").map(String.init)
        for handler in HandlerCall.Handler.allCases {
            let place = try #require(lines.firstIndex(of: "\(handler.rawValue) = nil"))
            #expect(lines[place - 1].hasPrefix("---@type fun("), "\(lines[place - 1])")
            #expect(lines[place - 2].hasPrefix("---"))
        }
        #expect(lines.contains("---@type fun(message: Message)"))
        let classes = lines.filter { $0.hasPrefix("---@class ") }.map { $0.dropFirst(10) }
        #expect(Set(classes).count == classes.count, "a class is declared once")
        let known = Set(classes.map(String.init)).union([
            "string", "number", "integer", "boolean", "any", "nil", "fun",
        ])
        var kinds: Set<Substring> = []
        for line in lines where line.hasPrefix("---@") {
            let words = line.dropFirst(4).split(separator: " ")
            kinds.insert(words[0])
            let type: String? =
                switch words[0] {
                case "field", "param": String(words[2])
                case "return": String(words[1])
                case "type", "overload": words.dropFirst().joined(separator: " ")
                default: nil
                }
            guard let type else { continue }
            // What is left of a type without its texts, names of parameters and marks are names.
            let bare = type.replacing(/"[^"]*"|'[^']*'/, with: "").replacing(/[\w.]+: ?/, with: "")
            for name in bare.split(whereSeparator: { !$0.isLetter }) {
                #expect(known.contains(String(name)), "\(line)")
            }
            #expect(!type.replacing("[]", with: "").contains("["), "\(line)")
        }
        #expect(kinds == ["meta", "class", "field", "param", "return", "overload", "type"])
    }

    /// A Lua that is built for compatibility has more, which a script should not rely on.
    @Test func `the libraries hold what is listed`() async throws {
        #expect(OpenGlobals.members.keys.sorted() == OpenGlobals.libraries.sorted())
        let listed = OpenGlobals.members.map { "\($0.key) = \"\($0.value)\"" }
        let report = try await Stage.run(
            """
            function on_message()
              for name, members in pairs { \(listed.joined(separator: ", ")) } do
                for member in members:gmatch("%S+") do
                  if _G[name][member] == nil then print(name .. "." .. member) end
                end
              end
            end
            """)
        #expect(report.log.isEmpty)
    }

    @Test func `what is described is what there is`() async throws {
        let names = APIFunction.all.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let report = try await Stage.run(
            """
            function on_message()
              for _, name in ipairs { \(names) } do assert(type(keeper[name]) == "function", name) end
              local open = {}
              for name in pairs(_G) do open[#open + 1] = name end
              table.sort(open)
              print(table.concat(open, " "))
            end
            """)
        #expect(report.failure == nil)
        let open = OpenGlobals.functions + OpenGlobals.libraries + ["keeper", "on_message"]
        #expect(report.log == [open.sorted().joined(separator: " ")])
    }
}
