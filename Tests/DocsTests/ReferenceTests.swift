import Console
import Scripting
import Testing

@Suite struct ReferenceTests {
    private let checkout = Checkout()

    @Test func `the script reference is what the worker checks by`() throws {
        try expectPrinted(KeeperReference.markdown(), in: "docs/scripts.md")
    }

    @Test func `the console reference is what the commands say of themselves`() throws {
        let reference = ConsoleReference.markdown()
        let title = "# The console\n\n"
        try #require(reference.hasPrefix(title))
        try expectPrinted(String(reference.dropFirst(title.count)), in: "docs/console.md")
    }

    @Test func `the files for editors are those the code prints`() throws {
        try checkout.expect(KeeperReference.luaMeta(), in: "docs/keeper.d.lua")
        try checkout.expect(KeeperReference.luarc(), in: "docs/luarc.json")
        try checkout.expect(KeeperReference.luacheckrc(), in: "docs/luacheckrc")
    }

    private func expectPrinted(_ text: String, in path: String) throws {
        let whole = try checkout.document(path).replacingPrinted(by: text)
        try checkout.expect(try #require(whole, "\(path) has no printed part"), in: path)
    }
}
