@testable import Accounts
import Configuring
import Keeping
import Lines
import Providers
import Testing

@testable import Scripting

@Suite("Accounts of one's own numbers in config.lua") struct InboundConfigurationTests {
    private func read(_ account: ScriptValue, push: ScriptValue? = nil) throws -> Configuration {
        var values: [String: ScriptValue] = ["accounts": ["own": account]]
        values["push"] = push
        let document = ConfigurationDocument(
            name: "config.lua", values: values, lines: KeyLines(""))
        return try Configuration(document, environment: { _ in "secret" }, file: { _ in nil })
    }

    private func complaint(of account: ScriptValue, push: ScriptValue? = nil) -> String {
        do {
            _ = try read(account, push: push)
            return "taken"
        } catch {
            return "\(error)"
        }
    }

    private let lines: ScriptValue = ["home": "+49 151 12345678"]

    @Test func `lines are numbers, or tables with a folder`() throws {
        let configuration = try read([
            "provider": "inbound", "key": "k", "dialect": "sms-gateway",
            "lines": [
                "home": "+49 151 12345678",
                "modem": ["number": "+4930123456", "folder": "sms/in", "format": "gammu"],
            ],
        ])
        let account = try #require(configuration.accounts.first)
        #expect(account.inbound?.dialect == .smsGateway)
        #expect(
            account.inbound?.lines == [
                OwnLine(name: "home", number: "+4915112345678"),
                OwnLine(
                    name: "modem", number: "+4930123456",
                    folder: MessageFolder(path: "sms/in", format: .gammu)),
            ])
        #expect(try read(["provider": "inbound", "lines": lines]).accounts.count == 1)
    }

    @Test func `what cannot be meant is refused with what would work`() {
        let number = #"must be a number with its country, such as "+4915112345678""#
        let rows: [(ScriptValue, String)] = [
            (["provider": "inbound"], "name your numbers, as lines = { home = "),
            (["provider": "inbound", "lines": [:]], "name your numbers"),
            (["provider": "inbound", "lines": ["home": "0151 12345678"]], number),
            (["provider": "inbound", "lines": ["home": "+49x"]], number),
            (["provider": "inbound", "lines": ["home": ["number": "x"]]], number),
            (["provider": "inbound", "lines": ["home": [:]]], "give it as number ="),
            (["provider": "inbound", "lines": ["home": 7]], "must be a table"),
            (["provider": "inbound", "lines": ["a/b": "+4930123456"]], "must not contain a /"),
            (
                ["provider": "inbound", "lines": ["a": "+4930123456", "b": "+49 30 123456"]],
                "a already has the number +4930123456"
            ),
            (
                [
                    "provider": "inbound",
                    "lines": ["a": ["number": "+4930123456", "folder": "x"]],
                ], "say which program fills the folder"
            ),
            (
                [
                    "provider": "inbound",
                    "lines": ["a": ["number": "+4930123456", "format": "gammu"]],
                ], "say which folder"
            ),
            (
                [
                    "provider": "inbound",
                    "lines": ["a": ["number": "+4930123456", "folder": "x", "format": "gamu"]],
                ], #"did you mean "gammu"?"#
            ),
            (["provider": "inbound", "dialect": "telnyx", "lines": lines], "give its public key"),
            (
                ["provider": "inbound", "dialect": "telnyx", "key": "k", "lines": lines],
                "must be Telnyx's public key"
            ),
            (
                ["provider": "inbound", "dialect": "twilio", "key": "k", "lines": lines],
                "twilio signs the address it posts to"
            ),
            (["provider": "inbound", "dialect": "twilo", "lines": lines], #"mean "twilio"?"#),
            (["provider": "inbound", "lines": lines, "url": "https://x.org"], "unknown key"),
            (["provider": "inbound", "lines": lines, "spending_per_day": 3], "unknown key"),
        ]
        for (account, sentence) in rows {
            let complaint = complaint(of: account)
            #expect(complaint.contains(sentence), "\(complaint)")
        }
        #expect(
            complaint(
                of: ["provider": "inbound", "dialect": "twilio", "key": "k", "lines": lines],
                push: ["listen": "127.0.0.1:8077", "url": "https://sms.example.org"]) == "taken")
    }
}
