import Accounts
import Keeping
import Lines
@testable import Running
import Storage
import Testing
import Transport

/// What a heartbeat calls, and what it says.
@Suite struct `A heartbeat` {
    private func call(
        _ url: String, _ method: HeartbeatSettings.Method = .get, because reason: String?
    )
        throws -> HTTPCall
    {
        var settings = HeartbeatSettings(url: Secret(url))
        settings.method = method
        return try HeartbeatCall(settings, reason: reason).call
    }

    @Test(
        arguments: [
            ("https://hc.example/1-2", "https://hc.example/1-2/fail"),
            ("https://hc.example/1-2/", "https://hc.example/1-2/fail"),
            ("https://hc.example/ping?id=7&x=%2F", "https://hc.example/ping/fail?id=7&x=%2F"),
        ])
    func `calls the address, or the one for failures with the reason`(url: String, fail: String)
        throws
    {
        let well = try call(url, because: nil)
        #expect(well.url == url && well.method == .get && well.body == nil)
        #expect(try call(url, .head, because: nil).method == .head)
        #expect(try call(url, .post, because: nil).method == .post)
        let ill = try call(url, .head, because: "key refused: pool")
        #expect(ill.url == fail && ill.method == .post)
        #expect(ill.body == Array("key refused: pool".utf8))
    }

    @Test func `puts a login into a header`() throws {
        let call = try call("https://me:secret@hc.example/1", because: nil)
        #expect(call.url == "https://hc.example/1")
        #expect(call.headers.contains { $0.name == "Authorization" })
    }

    @Test func `names what is grave, without its sentences`() {
        func entry(_ kind: Trouble.Kind, _ subject: String) -> TroubleEntry {
            TroubleEntry(
                Trouble(kind, subject, "code 123456", remedy: "key abc", over: ""), since: noon)
        }
        #expect(HeartbeatReason(of: []).text == nil)
        #expect(HeartbeatReason(of: [entry(.scriptBroken, "a.lua")]).text == nil)
        #expect(
            HeartbeatReason(of: [entry(.keyRefused, "pool"), entry(.database, "")]).text
                == "key refused: pool; database not writable")
        let many = (0..<9).map { entry(.unreachable, "\($0)") }
        #expect(HeartbeatReason(of: many).text?.hasSuffix("account unreachable: 4; 4 more") == true)
    }
}

/// What is wrong with the disk and the database.
@Suite struct `Troubles of the machine` {
    private func found(
        _ free: Int64?, wasFull: Bool = false
    ) -> [Trouble.Kind] {
        MachineTroubles(
            store: nil, freeSpace: free.map { $0 << 20 }, wasFull: wasFull, path: "/x",
            rules: AlertRules()
        ).found.map(\.kind)
    }

    @Test func `begin with too little space, and end with some to spare`() {
        #expect(found(nil) == [])
        #expect(found(201) == [])
        #expect(found(199) == [.diskFull])
        #expect(found(201, wasFull: true) == [.diskFull], "at the border it goes on")
        #expect(found(221, wasFull: true) == [])
        let broken = MachineTroubles(
            store: .diskFull(path: "/x"), freeSpace: 0, wasFull: false, path: "/x",
            rules: AlertRules())
        #expect(broken.found.map(\.kind) == [.database, .diskFull])
    }
}
