import Foundation
import Lines
import Storage
import TestSupport
import Testing

@Suite("The spool of messages handed in") struct MessageSpoolTests {
    private let noon = Instant(milliseconds: 1_769_947_200_000)

    private func entry(_ text: String, at time: Instant? = nil) -> MessageSpool.Entry {
        MessageSpool.Entry(
            id: "id", line: "home",
            message: ReceivedMessage(text: text, sender: "Bank", receivedAt: time), at: noon)
    }

    @Test func `what is added is read as it was, oldest first, by its owner alone`() throws {
        try withFolder { folder in
            let spool = MessageSpool(folder: folder + "/received")
            #expect(spool.names(at: noon).isEmpty)
            let texts = ["a", "Grüße\n\"☃\"\u{7}", String(repeating: "é", count: 500_000), ""]
            var names: [String] = []
            for (index, text) in texts.enumerated() {
                names.append(try spool.add(entry(text), unique: "\(index)"))
            }
            #expect(spool.names(at: noon) == names)
            for (name, text) in zip(names, texts) {
                #expect(spool.read(name) == .entry(entry(text)))
                let facts = try FileManager.default.attributesOfItem(
                    atPath: folder + "/received/" + name)
                #expect(facts[.posixPermissions] as? Int == 0o600)
            }
            for name in names { spool.remove(name) }
            #expect(spool.names(at: noon).isEmpty)
            #expect(spool.read(names[0]) == .gone)
        }
    }

    @Test func `a message without a time has that of its entry`() {
        #expect(entry("x").message.receivedAt == noon)
        #expect(entry("x", at: noon - .hours(2)).message.receivedAt == noon - .hours(2))
    }

    @Test func `half a file, or something else, is set aside and kept`() throws {
        let folder = try TestFolder()
        let spool = MessageSpool(folder: folder.path)
        try folder.write("1-a.json", #"{"id":"x","line":"ho"#)
        try folder.write("2-b.json.new", "not renamed yet")
        #expect(spool.names(at: noon) == ["1-a.json"])
        #expect(spool.read("1-a.json") == .unreadable)
        spool.setAside("1-a.json")
        #expect(spool.names(at: noon).isEmpty)
        #expect(folder.names == ["1-a.json.unreadable", "2-b.json.new"])
    }

    @Test func `a file whose writer was killed counts after a while`() throws {
        let folder = try TestFolder()
        let spool = MessageSpool(folder: folder.path)
        let whole = String(decoding: try JSONEncoder().encode(entry("Code 1234")), as: UTF8.self)
        try folder.write("1-a.json.new", whole)
        try folder.write("2-b.json.new", "")
        try folder.write("3-c.json.new", #"{"id":"#)
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        #expect(spool.names(at: now).isEmpty)
        let later = now + .minutes(1)
        #expect(spool.names(at: later) == ["1-a.json.new", "2-b.json.new", "3-c.json.new"])
        #expect(spool.read("1-a.json.new") == .entry(entry("Code 1234")))
        #expect(spool.read("2-b.json.new") == .empty)
        #expect(spool.read("3-c.json.new") == .unreadable)
    }

    @Test func `no name leads out of the folder`() throws {
        let folder = try TestFolder()
        try folder.write("secret.json", "{}")
        let spool = MessageSpool(folder: folder.path + "/received")
        #expect(spool.read("../secret.json") == .gone)
        #expect(spool.read("x.json") == .gone)
        #expect(spool.read(".x.json") == .gone)
    }

    @Test func `a folder that cannot be written is named`() {
        let spool = MessageSpool(folder: "/proc/nowhere/received")
        #expect(throws: StoreError.self) { try spool.add(entry("x"), unique: "a") }
    }
}
