import Testing

@testable import Scripting

/// The functions of `table` and `string` that Linekeeper has of its own do what Lua's do.
@Suite struct LibraryTests {
    /// What an expression is, as the script's log shows it, or the message of its error.
    private func shown(_ body: String) async throws -> String {
        let source =
            "function on_message()\nlocal ok, why = pcall(function()\n\(body)\nend)\n"
            + "if not ok then print(why) end end"
        let report = try await Stage.run(source)
        #expect(report.failure == nil, "\(report.outcome)")
        return report.log.joined(separator: "\n")
    }

    @Test(arguments: [
        ("local t = {1, 2} table.insert(t, 3) table.insert(t, 1, 0) print(t)", "{ 0, 1, 2, 3 }"),
        ("local t = {1, 2} table.insert(t, 3, 9) print(t)", "{ 1, 2, 9 }"),
        (
            "table.insert({1}, 5, 0)",
            "10-test.lua:3: bad argument #2 to 'insert' (position out of bounds)"
        ),
        ("table.insert({1})", "10-test.lua:3: wrong number of arguments to 'insert'"),
        (
            "table.insert(5, 1)",
            "10-test.lua:3: bad argument #1 to 'insert' (table expected, got number)"
        ),
        ("local t = {1, 2, 3} print(table.remove(t), table.remove(t, 1), t)", "3\t1\t{ 2 }"),
        ("local t = {} print(table.remove(t), table.remove(t, 0))", "nil\tnil"),
        (
            "table.remove({1, 2}, 5)",
            "10-test.lua:3: bad argument #2 to 'remove' (position out of bounds)"
        ),
        ("print(table.move({1, 2, 3}, 1, 3, 2))", "{ 1, 1, 2, 3 }"),
        ("print(table.move({1, 2, 3}, 2, 3, 1))", "{ 2, 3, 3 }"),
        ("print(table.move({1, 2}, 1, 2, 1, {9}))", "{ 1, 2 }"),
        (
            "table.move({}, 1, math.maxinteger, 2)",
            "10-test.lua:3: bad argument #4 to 'move' (destination wrap around)"
        ),
        (
            "print(table.concat({1, 'a', 2.5}, '-'), table.concat({}), table.concat({1, 2, 3}, ',', 2, 3))",
            "1-a-2.5\t\t2,3"
        ),
        (
            "table.concat({1, {}, 3})",
            "10-test.lua:3: invalid value (table) at index 2 in table for 'concat'"
        ),
        ("print(table.unpack({1, nil, 3}, 1, 3))", "1\tnil\t3"),
        ("print(select('#', table.unpack({}, 1, 0)))", "0"),
        ("table.unpack({}, 1, 1e8)", "10-test.lua:3: too many results to unpack"),
        ("local t = {3, 1, 2} table.sort(t) print(t)", "{ 1, 2, 3 }"),
        (
            "local t = {'b', 'a'} table.sort(t, function(x, y) return x > y end) print(t)",
            #"{ "b", "a" }"#
        ),
        ("table.sort({1, 'a', 2})", "attempt to compare"),
        (
            "table.sort({1, 2}, 5)",
            "10-test.lua:3: bad argument #2 to 'sort' (function expected, got number)"
        ),
        ("print(('ab'):rep(3, '-'), #(''):rep(1e9), (''):rep(5, 'x'))", "ab-ab-ab\t0\txxxx"),
        ("('x'):rep(1 << 60)", "10-test.lua:3: resulting string too large"),
        (
            "print(xpcall(function(...) return select('#', ...), ... end, print, 1, nil, 3))",
            "true\t3\t1\tnil\t3"
        ),
        (
            "print(xpcall(error, function(why) return 'handled ' .. why end, 'it'))",
            "false\thandled it"
        ),
        (
            "xpcall(error)",
            "10-test.lua:3: bad argument #2 to 'xpcall' (function expected, got no value)"
        ),
        (
            "print(('x'):find('', 10), ('abc'):find('b', -2), ('a.c'):find('.', 1, true))",
            "nil\t2\t2\t2"
        ),
        ("print(('k=v, x=y'):gsub('(%w+)=(%w+)', '%2=%1'))", "v=k, y=x\t2"),
        ("('x'):find('[a')", "10-test.lua:3: malformed pattern (missing ']')"),
        ("('x'):gsub('x', '%2')", "10-test.lua:3: invalid capture index %2"),
    ])
    func means(body: String, result: String) async throws {
        let shown = try await shown(body)
        #expect(shown.contains(result), "\(shown)")
    }

    @Test func `the answers to a run's questions have a limit of their own`() async throws {
        var limits = Stage.strict
        limits.asking = .milliseconds(60)
        let worker = Stage.worker(limits)
        let source = """
            function on_message()
              for i = 1, 20 do
                pcall(keeper.lines)
              end
            end
            """
        _ = try await worker.load("10-test.lua", source: source, now: Stage.noon).get()
        let report = await worker.run("10-test.lua", Stage.message("x"), now: Stage.noon) { _ in
            try? await Task.sleep(for: .milliseconds(10))
            return .success([])
        }
        #expect(report.failure?.kind == .softLimit)
        #expect(
            report.failure?.message
                == "10-test.lua:3: stopped: the answers to its questions took longer than 60 ms")
    }

    @Test func `a run that is over its steps fails at the same step everywhere`() async throws {
        var limits = Stage.strict
        limits.soft = .seconds(20)
        limits.hard = .seconds(40)
        limits.steps = 1_000_000
        let worker = Stage.worker(limits)
        let source = "function on_message(message)\nmessage.text:find('.-.-.-b')\nend"
        _ = try await worker.load("10-test.lua", source: source, now: Stage.noon).get()
        let text = String(repeating: "a", count: 1000)
        let report = await worker.run(
            "10-test.lua", Stage.message(text), now: Stage.noon, answering: Stage.nobody)
        #expect(
            report.failure?.message
                == "10-test.lua:2: stopped after 1000000 steps in library functions")
        let short = await worker.run(
            "10-test.lua", Stage.message("aab"), now: Stage.noon, answering: Stage.nobody)
        #expect(short.failure == nil)
    }
}
