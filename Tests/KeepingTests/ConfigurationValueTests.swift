import Foundation
import Keeping
import Lines
import Testing

@testable import Scripting

/// Values in `config.lua` that are well formed and cannot be meant: refused at the start with the value
/// and what may stand there, not found out when the first message is lost.
@Suite("Configuration values")
struct ConfigurationValueTests {
    private static let pool: ScriptValue = ["provider": "smspool", "key": "0123456789abcdef"]

    private func complaint(of values: ScriptValue) -> String? {
        do {
            let document = ConfigurationDocument(
                name: "config.lua", values: values.fields ?? [:], lines: KeyLines(""))
            _ = try Configuration(document, environment: { _ in nil }, file: { _ in nil })
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `what is sound is taken`() {
        #expect(
            complaint(of: [
                "accounts": ["pool": Self.pool, "my pool 2": Self.pool, "ключ": Self.pool],
                "channels": ["desk": ["channel_type": "file", "path": "a.jsonl"]],
                "routes": ["bank": ["desk"]], "push": ["listen": "127.0.0.1:8077"],
            ]) == nil)
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
                "a number from 0.01 to 1000.0, not 9223372036854775807"
            ),
        ] as [(ScriptValue, String)])
    func `a number out of range is quoted with the range`(values: ScriptValue, says: String) {
        #expect(
            complaint(of: values)?.contains(says) == true, "\(complaint(of: values) ?? "taken")")
    }

    /// It could be one that was written without its quotes.
    @Test func `a key is never quoted`() {
        let said = complaint(of: ["accounts": ["pool": ["provider": "smspool", "key": 12_345_678]]])
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
            complaint(of: values)?.contains(says) == true, "\(complaint(of: values) ?? "taken")")
    }
}
