import Console
import Foundation
import Lines
import ProviderEmulator
import Providers
import Scripting
import Testing
import TestSupport
import Transport

/// `docs/reach.md`: every endpoint the emulator serves, with a command that exists and a test that
/// exists.
@Suite("The table of endpoints") struct ReachTests {
    private struct Row {
        var provider: String
        var endpoint: String
        var reachedBy: String
        var test: String
    }

    private let checkout = Checkout()

    private func rows() throws -> [Row] {
        var provider = ""
        var rows: [Row] = []
        for line in try checkout.text("docs/reach.md").split(separator: "\n") {
            if line.hasPrefix("## ") { provider = String(line.dropFirst(3)) }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 6, cells[1].hasPrefix("`") else { continue }
            rows.append(
                Row(
                    provider: provider, endpoint: cells[1].replacing("`", with: ""),
                    reachedBy: cells[3], test: cells[4]))
        }
        return rows
    }

    private let providers: [any EmulatedProvider] = [
        SMSPoolEmulator(), SMS1001Emulator(), SMSActivateDevEmulator(), VirtualSMSEmulator(),
        HandlerAPIEmulator(now: Instant(milliseconds: 0)),
        HandlerAPIEmulator(now: Instant(milliseconds: 0), dialect: .daisysms),
        HandlerAPIEmulator(now: Instant(milliseconds: 0), dialect: .virtualsms),
        HandlerAPIEmulator(now: Instant(milliseconds: 0), dialect: .clone),
    ]

    @Test func `every endpoint that is emulated is in it, and no other`() throws {
        let rows = try rows()
        var served: [String: Set<String>] = [:]
        for provider in providers {
            let section = provider.name.hasPrefix("handler-api") ? "handler-api" : provider.name
            served[section, default: []].formUnion(provider.endpoints)
        }
        #expect(served.count == 5)
        for (section, endpoints) in served {
            let listed = rows.filter { $0.provider == section }.map(\.endpoint)
            #expect(Set(listed).count == listed.count, "\(section) has a row twice")
            let missing = endpoints.subtracting(listed).sorted()
            #expect(missing.isEmpty, "\(section) lacks rows for \(missing)")
            // A feed is no endpoint of requests.
            let strange = Set(listed).subtracting(endpoints).subtracting(["ws/orders"]).sorted()
            #expect(strange.isEmpty, "\(section) does not serve \(strange)")
        }
    }

    @Test func `every command and script function it names exists`() throws {
        var count = 0
        for row in try rows() {
            let account = try #require(Self.account(row.provider), "\(row.provider)")
            let named = row.reachedBy.matches(of: /`([^`]+)`/).map { String($0.output.1) }
            let isPlan = row.reachedBy.contains("the plan")
            let isNot = row.reachedBy.hasPrefix("not reached: ")
            #expect(!named.isEmpty || isPlan || isNot, "\(row.endpoint) is reached by nothing")
            for name in named {
                count += 1
                let words = name.split(separator: " ").map(String.init)
                if name.hasPrefix("keeper.") {
                    let function = String(name.dropFirst("keeper.".count))
                    #expect(APIFunction.all.contains { $0.name == function }, "\(name)")
                } else if words[0] == "ask" {
                    let isKnown = account.commands.contains { $0.name == words.last }
                    #expect(isKnown, "\(row.provider) has no \(name)")
                } else {
                    #expect(CommandList.names.contains(words[0]), "\(name)")
                    let reference = ConsoleReference.markdown()
                    for option in words.dropFirst() where option.hasPrefix("--") {
                        #expect(reference.contains(option), "\(name)")
                    }
                }
            }
        }
        #expect(count > 100)
    }

    @Test func `every call that only a provider has is in it`() throws {
        let rows = try rows()
        for section in ["smspool", "1001sms", "sms-activate-dev", "virtualsms", "handler-api"] {
            let text = rows.filter { $0.provider == section }.map(\.reachedBy).joined()
            for command in try #require(Self.account(section)).commands {
                #expect(
                    text.contains("`ask ACCOUNT \(command.name)`"), "\(section) \(command.name)")
            }
        }
    }

    @Test func `every test it names exists`() throws {
        let files = FileManager.default.enumerator(
            at: SourceTree.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
        var names: Set<String> = []
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            names.formUnion(text.matches(of: /func `([^`]+)`/).map { String($0.output.1) })
        }
        for row in try rows() {
            #expect(names.contains(row.test), "\(row.endpoint): there is no test “\(row.test)”")
        }
    }

    /// An account of each provider, asked only what it offers.
    private static func account(_ provider: String) -> (any Provider)? {
        let start = Instant(milliseconds: 0)
        let network = InProcessTransport(InProcessEmulator(SMSPoolEmulator(), now: start))
        let key = Secret(emulatorKey)
        return switch provider {
        case "smspool": SMSPool(transport: network, key: key)
        case "1001sms": SMS1001(transport: network, key: key)
        case "sms-activate-dev": SMSActivateDev(transport: network, key: key)
        case "virtualsms": VirtualSMS(transport: network, key: key)
        case "handler-api": HandlerAPI(transport: network, baseURL: network.url, key: key)
        default: nil
        }
    }
}
