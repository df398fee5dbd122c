import Console
import Lines
import Providers
import Scripting
import Testing

@Suite struct ReferenceTests {
    private let checkout = Checkout()

    @Test func `the script reference is what the worker checks by`() throws {
        try expectPrinted(APIReference.markdown(), in: "docs/scripts.md")
    }

    @Test func `the console reference is what the commands say of themselves`() throws {
        let reference = ConsoleReference.markdown()
        let title = "# The console\n\n"
        try #require(reference.hasPrefix(title))
        try expectPrinted(String(reference.dropFirst(title.count)), in: "docs/console.md")
    }

    @Test func `the files for editors are those the code prints`() throws {
        try checkout.expect(APIReference.luaMeta(), in: "docs/keeper.d.lua")
        try checkout.expect(APIReference.luarc(), in: "docs/luarc.json")
        try checkout.expect(APIReference.luacheckrc(), in: "docs/luacheckrc")
    }

    @Test func `the table of providers is the one the program goes by`() throws {
        try expectPrinted(Capabilities.markdown, in: "docs/providers.md")
    }

    private func expectPrinted(_ text: String, in path: String) throws {
        let whole = try checkout.document(path).replacingPrinted(by: text)
        try checkout.expect(try #require(whole, "\(path) has no printed part"), in: path)
    }
}

extension Capabilities {
    /// What each provider that is spoken offers, as a Markdown table.
    fileprivate static var markdown: String {
        let spoken = ProviderName.allCases.filter { $0 != .inbound }
        let head = "| | \(spoken.map(\.title).joined(separator: " | ")) |\n"
        let rule = "|---|\(spoken.map { _ in "---" }.joined(separator: "|"))|\n"
        let rows = Operation.allCases.filter { operation in
            spoken.contains { of($0).offers(operation) }
        }.map { operation in
            let cells = spoken.map { of($0).offers(operation) ? "yes" : "" }
            return "| \(operation.rawValue) | \(cells.joined(separator: " | ")) |\n"
        }
        let rates = spoken.map { "\(Int(of($0).requestsPerSecond * 60))" }
        return head + rule + rows.joined()
            + "| requests a minute | \(rates.joined(separator: " | ")) |\n"
    }
}
