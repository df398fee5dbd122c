@testable import Accounts
import Configuring
import Foundation
import Keeping
import Lines
import Providers
import Testing

@testable import Scripting

/// What is wrong with a configuration; nil if it is taken.
func whatIsWrong(with values: ScriptValue) -> String? {
    do {
        let document = ConfigurationDocument(
            name: "config.lua", values: values.fields ?? [:], lines: KeyLines(""))
        _ = try Configuration(document, environment: { _ in nil }, file: { _ in nil })
        return nil
    } catch {
        return "\(error)"
    }
}

/// Well-formed values in `config.lua` that cannot be intended. They are refused at the start with
/// the value and the allowed ones, instead of being discovered when the first message is lost.
@Suite("Configuration values")
struct ConfigurationValueTests {
    private static let pool: ScriptValue = ["provider": "smspool", "key": "0123456789abcdef"]

    @Test func `what is sound is taken`() {
        #expect(
            whatIsWrong(with: [
                "accounts": ["pool": Self.pool, "my pool 2": Self.pool, "ключ": Self.pool],
                "channels": ["desk": ["channel_type": "file", "path": "a.jsonl"]],
                "routes": ["bank": ["desk"]], "push": ["listen": "127.0.0.1:8077"],
            ]) == nil)
    }

    @Test func `a dialect comes from the account, from a person's table, or from the known sites`()
        throws
    {
        func dialect(_ url: String, _ own: String? = nil, _ sites: ScriptValue = [:]) throws
            -> String?
        {
            var account: [String: ScriptValue] = [
                "provider": "handler-api", "key": "k", "url": .string(url),
            ]
            account["dialect"] = own.map(ScriptValue.string)
            let values: [String: ScriptValue] = [
                "accounts": .table(["many": .table(account)]), "dialects": sites,
            ]
            let document = ConfigurationDocument(
                name: "config.lua", values: values, lines: KeyLines(""))
            return try Configuration(document, environment: { _ in nil }, file: { _ in nil })
                .accounts.first?.dialect?.rawValue
        }
        #expect(try dialect("https://api.grizzlysms.com") == "clone")
        #expect(try dialect("https://daisysms.com/stubs/handler_api.php") == "daisysms")
        #expect(try dialect("https://daisysms.com", "clone") == "clone")
        #expect(try dialect("https://sms.example.org") == nil)
        let sites: ScriptValue = ["sms.example.org": "clone", "daisysms.com": "original"]
        #expect(try dialect("https://api.sms.example.org", nil, sites) == "clone")
        #expect(try dialect("https://daisysms.com", nil, sites) == "original")
    }

    @Test func `an order is repeated only at sites that are known or said to keep its name`() throws
    {
        func keeps(_ url: String, _ sites: ScriptValue = [:]) throws -> Bool? {
            let values: [String: ScriptValue] = [
                "accounts": [
                    "many": ["provider": "handler-api", "key": "k", "url": .string(url)]
                ], "dialects": sites,
            ]
            let document = ConfigurationDocument(
                name: "config.lua", values: values, lines: KeyLines(""))
            return try Configuration(document, environment: { _ in nil }, file: { _ in nil })
                .accounts.first?.keepsOrderNames
        }
        #expect(try keeps("https://api.sms-activate.ae") == true)
        #expect(try keeps("https://hero-sms.com") == false)
        #expect(try keeps("https://sms.example.org") == false)
        let sites: ScriptValue = [
            "sms.example.org": ["dialect": "clone", "repeats_orders": true],
            "hero-sms.com": ["dialect": "clone", "repeats_orders": false],
            "sms-activate.ae": "original",
        ]
        #expect(try keeps("https://api.sms.example.org", sites) == true)
        #expect(try keeps("https://hero-sms.com", sites) == false)
        // What is said of a site replaces what is known of it.
        #expect(try keeps("https://api.sms-activate.ae", sites) == false)
    }

    @Test(
        arguments: [
            (["dialects": ["sms.example.org": "cloned"]], "must be one of \"original\""),
            (["dialects": ["https://x.example": "clone"]], "must be the name of a host"),
            (["dialects": ["x.example": ["repeats_orders": true]]], "dialect is missing"),
            (
                ["dialects": ["x.example": ["dialect": "clone", "repeat_orders": true]]],
                "unknown key; did you mean \"repeats_orders\"?"
            ),
            (["alerts": ["balance_below": -1]], "an amount such as 10 or 0.50"),
            (["alerts": ["balance_bellow": 1]], "unknown key; did you mean \"balance_below\"?"),
        ] as [(ScriptValue, String)])
    func `a wrong dialect, host or threshold is refused`(values: ScriptValue, says: String) {
        #expect(
            whatIsWrong(with: values)?.contains(says) == true,
            "\(whatIsWrong(with: values) ?? "taken")")
    }

    @Test(
        arguments: [
            (["rentals": ["extend_days": 1.5]], "a whole number from 1 to 3650, not 1.5"),
            (["rentals": ["extend_days": 3651]], "a whole number from 1 to 3650, not 3651"),
            (["rentals": ["extend_days": "7"]], "a whole number from 1 to 3650, not a text"),
            (
                ["rentals": ["max_price": 922_337_203_685_477]],
                "an amount such as 10 or 0.50, not 922337203685477"
            ),
            (
                [
                    "accounts": [
                        "pool": [
                            "provider": "smspool", "key": "k",
                            "requests_per_second": 9_223_372_036_854_775_807,
                        ]
                    ]
                ],
                "a number from 0.01 to 1000, not 9223372036854775807"
            ),
        ] as [(ScriptValue, String)])
    func `a number out of range is quoted with the range`(values: ScriptValue, says: String) {
        #expect(
            whatIsWrong(with: values)?.contains(says) == true,
            "\(whatIsWrong(with: values) ?? "taken")")
    }

    @Test func `only the shortest pause between two requests may be less than a second`() throws {
        func complaint(_ key: String, _ text: String) -> String? {
            whatIsWrong(with: ["polling": .table([key: .string(text)])])
        }
        #expect(complaint("awaited", "100ms") == nil && complaint("awaited", "1s500ms") == nil)
        #expect(complaint("awaited", "99ms")?.contains("from \"100ms\" to \"3650d\"") == true)
        #expect(complaint("eager", "1s") == nil && complaint("eager", "1h") == nil)
        #expect(complaint("eager", "999ms")?.contains("from \"1s\" to \"3650d\"") == true)
        #expect(complaint("activations", "500ms") != nil)
    }

    @Test(
        arguments: [
            "0s", "999ms", "20y", "3651d", "99999999999999999999d", "soon", "5", "ms", "1m s", "",
        ])
    func `a duration out of range is quoted with the range`(text: String) {
        let said = whatIsWrong(with: [
            "rentals": ["extend_before": .string(text), "extend_days": 7]
        ])
        #expect(
            said
                == "config.lua: rentals.extend_before: must be a duration from \"1s\" to \"3650d\", "
                + "such as \"30s\", \"10m\", \"1h30m\" or \"1d\", not \"\(text)\".")
    }

    /// The error message for a text, with the line.
    private func complaint(
        ofAccount account: ScriptValue, _ source: String
    ) -> String? {
        do {
            let document = ConfigurationDocument(
                name: "config.lua", values: ["accounts": ["many": account]],
                lines: KeyLines(source))
            _ = try Configuration(document, environment: { _ in nil }, file: { _ in nil })
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `what an account cannot be made with is told with its line`() {
        let source = """
            accounts = {
              many = { provider = "handler-api", key = "k",
                time_zone = "Europ/Amsterdam", dialect = "cloned" } }
            """
        var account: [String: ScriptValue] = [
            "provider": "handler-api", "key": "k", "time_zone": "Europ/Amsterdam",
        ]
        #expect(
            complaint(ofAccount: .table(account), source)
                == "config.lua:3: accounts.many.time_zone: there is no time zone Europ/Amsterdam; give "
                + "one such as \"Europe/Amsterdam\".")
        account["time_zone"] = "Europe/Amsterdam"
        #expect(
            complaint(ofAccount: .table(account), source)
                == "config.lua:2: accounts.many: url is missing: handler-api is spoken by many; say "
                + "which, as url = \"https://...\".")
        account["url"] = "https://example.org"
        account["dialect"] = "cloned"
        #expect(
            complaint(ofAccount: .table(account), source)
                == "config.lua:3: accounts.many.dialect: must be one of \"original\", \"daisysms\", "
                + "\"virtualsms\", \"clone\"; did you mean \"clone\"?")
        account["dialect"] = "clone"
        #expect(complaint(ofAccount: .table(account), source) == nil)
    }

    @Test(
        arguments: [
            (
                ["channels": ["c": ["channel_type": "file", "pat": "x"]]],
                "c.pat: unknown key; did you mean \"path\"?"
            ),
            (
                ["channels": ["c": ["channel_type": "ntfy", "topc": "x", "token": "y"]]],
                "c.topc: unknown key; did you mean \"topic\"?"
            ),
            (
                ["accounts": ["a": ["providr": "smspool", "key": "k"]]],
                "a.providr: unknown key; did you mean \"provider\"?"
            ),
            (["accounts": ["a": ["key": "k"]]], "a: provider is missing: say which"),
            (["channels": ["c": ["channel_type": "file", "timeout": "5s"]]], "c: path is missing"),
            (["helper": 3], "helper: unknown key; make it local if it is a name of your own."),
            (["acounts": [:]], "acounts: unknown key; did you mean \"accounts\"?"),
        ] as [(ScriptValue, String)])
    func `a misspelt key is told to be one, also where it had to be there`(
        values: ScriptValue, says: String
    ) {
        #expect(
            whatIsWrong(with: values)?.contains(says) == true,
            "\(whatIsWrong(with: values) ?? "taken")")
    }

    /// The number could be a key written without quotes.
    @Test func `a key is never quoted`() {
        let said = whatIsWrong(with: [
            "accounts": ["pool": ["provider": "smspool", "key": 12_345_678]]
        ])
        #expect(said?.contains("not a number") == true && said?.contains("12345678") == false)
    }

    @Test(
        arguments: [
            (["accounts": ["": pool]], "an account has an empty name"),
            (["accounts": ["a b\n\u{202E}": pool]], "the name \"a b\" must be at most 64 visible"),
            (["accounts": [" pool": pool]], "without blanks around them"),
            (
                ["channels": ["a\u{7}": ["channel_type": "file", "path": "x"]]],
                "the name \"a\" must be"
            ),
            (["routes": ["": []]], "a route has an empty name"),
            (
                ["accounts": ["pool": ["provider": "smspool", "key": ""]]],
                "accounts.pool.key: is empty"
            ),
            (["push": ["listen": "127.0.0.1:0"]], "must be a port of this machine"),
            (
                ["channels": ["c": ["channel_type": "file", "path": "a\u{2400}b"]]],
                "channels.c.path: must not hold the control character NUL"
            ),
            (
                ["channels": ["c": ["channel_type": "program", "command": ["a", "\u{2400}"]]]],
                "channels.c.command: must not hold the control character NUL"
            ),
        ] as [(ScriptValue, String)])
    func `what cannot be meant is refused`(values: ScriptValue, says: String) {
        #expect(
            whatIsWrong(with: values)?.contains(says) == true,
            "\(whatIsWrong(with: values) ?? "taken")")
    }
}
