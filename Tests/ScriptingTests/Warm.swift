import Glibc
import Lines
import Testing

@testable import Scripting

func linekeeper() -> String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let exe = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return exe.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/linekeeper"
}

@Test func warm() async {
    let worker = ScriptWorker(executable: linekeeper())
    let loaded = await worker.load("10-a.lua", source: """
        function on_message(message)
          print("hello", message)
          keeper.route("bank")
          keeper.remember("n", (keeper.recall("n") or 0) + 1)
          keeper.forward("x", { titel = "a" })
        end
        """, now: Instant(milliseconds: 0))
    print(loaded)
    let message: ScriptValue = ["id": 1, "text": "hi", "line": ["id": 7]]
    for _ in 0..<3 {
        print(await worker.run("10-a.lua", HandlerCall(.onMessage, [message]), now: Instant(milliseconds: 0), answering: { _ in .success(nil) }))
    }
}
