import Lines
import Testing

/// The words by which a person names a script or a version of it.
@Suite("Names of scripts and versions") struct ScriptNamingTests {
    @Test(
        arguments: [
            ("10-bank.lua", "10-bank.lua"), ("10-bank", "10-bank.lua"), ("plain", "plain"),
            ("-draft", "-draft.lua"), ("-draft.lua", "-draft.lua"), ("10-b", nil), ("", nil),
            (".lua", nil), ("a.b", "a.b.lua"), ("both", "both"), ("both.lua", "both.lua"),
        ] as [(String, String?)])
    func `a script is named with or without its ending`(typed: String, name: String?) {
        let known = ["-draft.lua", "10-bank.lua", "a.b.lua", "both", "both.lua", "plain"]
        #expect(ScriptName(typed).found(in: known) == name)
    }

    @Test func `a new file has the ending once`() {
        #expect(ScriptName("20-new").file == "20-new.lua")
        #expect(ScriptName("20-new.lua").file == "20-new.lua")
        #expect(ScriptName("-new").file == "-new.lua")
    }

    @Test func `a version is shown with twelve digits, also if its hash begins with zeros`() {
        #expect("\(VersionHash("3f9a2b4c5d6e7f80"))" == "3f9a2b4c5d6e")
        #expect("\(VersionHash("f9a2b4c5d6e7f80"))" == "0f9a2b4c5d6e")
        #expect("\(VersionHash("1"))" == "000000000000")
    }

    @Test(
        arguments: [
            ("3f9a2b4c5d6e", .one(0)), ("3f9a2b4c5d6e7f80", .one(0)), ("3F9A2B4C", .one(0)),
            ("3f9a", .several([0, 1])), ("3f9a2", .one(0)), ("3f9", .tooShort), ("", .tooShort),
            ("abcd", .none), ("0f9a", .one(2)), ("f9a2", .none),
            ("3f9a2b4c5d6e7f80aa", .none),
        ] as [(String, VersionHash.Choice)])
    func `a version is named by any beginning that is only its own`(
        typed: String, choice: VersionHash.Choice
    ) {
        let hashes = ["3f9a2b4c5d6e7f80", "3f9a100000000000", "f9a2b4c5d6e7f80"]
        #expect(VersionHash.meant(by: typed, among: hashes.map(VersionHash.init)) == choice)
    }
}
