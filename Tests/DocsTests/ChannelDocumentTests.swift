import Channels
import Testing
import Transport

/// Each kind of channel of the table is described, with every key that its settings read.
@Suite struct ChannelDocumentTests {
    private let checkout = Checkout()

    @Test(arguments: ChannelKinds.names)
    func `each kind of channel has a section, and a row for each of its keys`(kind: String) throws {
        let sections = try checkout.text("docs/channels.md")
        #expect(sections.contains("\n## \(kind)\n"))
        let text = try checkout.text("docs/configuration.md")
        let parts = text.split(
            separator: "`\(kind) { ... }`:\n\n", omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let table = parts[1].split(separator: "\n\n").first ?? ""
        let documented = Set(table.matches(of: /`(\w+)`(?=[^|]*\|)/).map { String($0.1) })
        var keys = KeyRecorder()
        _ = try ChannelKinds.named(kind)?.init(from: &keys)
        #expect(!keys.names.isEmpty)
        for name in keys.names { #expect(documented.contains(name), "\(kind): \(name)") }
    }
}

/// Answers every key, and remembers which were asked for.
private struct KeyRecorder: ChannelKeys {
    struct Missing: Error {}
    typealias Fault = Missing

    private(set) var names: Set<String> = []

    private mutating func answer<Value>(_ name: String, _ value: Value) -> Value {
        names.insert(name)
        return value
    }

    mutating func text(_ name: String) -> String? { answer(name, "x") }
    mutating func textOrNumber(_ name: String) -> String? { answer(name, "1") }
    mutating func texts(_ name: String) -> [String]? { answer(name, ["x"]) }
    mutating func textsOrNumbers(_ name: String) -> [String]? { answer(name, ["1"]) }
    func holdsText(_ name: String) -> Bool { false }
    mutating func flag(_ name: String) -> Bool? { answer(name, true) }
    mutating func whole(_ name: String, in range: ClosedRange<Int>) -> Int? {
        answer(name, range.lowerBound)
    }
    mutating func duration(_ name: String, least: String) -> Duration? {
        answer(name, .seconds(60))
    }
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) -> Choice? { answer(name, type.allCases.first) }
    mutating func secret(_ name: String) -> Secret? { answer(name, Secret("x")) }
    mutating func secretList(_ name: String) -> [Secret]? { answer(name, [Secret("x")]) }
    mutating func secretTable(_ name: String) -> [String: Secret]? {
        answer(name, [:])
    }
    mutating func variables(
        _ name: String
    ) -> (texts: [String: String], secrets: [String: Secret])? { answer(name, ([:], [:])) }
    mutating func address(_ name: String) -> String? { answer(name, "https://example.org") }
    mutating func secretAddress(_ name: String) -> Secret? {
        answer(name, Secret("https://example.org"))
    }
    mutating func network() -> NetworkChoice {
        names.formUnion(["ca_file", "proxy"])
        return NetworkChoice()
    }
    func missing(_ name: String, _ advice: String) -> Missing { Missing() }
}
