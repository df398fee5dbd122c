import Control
import Foundation
import Networking
import Randomness
import Testing
import Transport

/// Starts a manager with a random `config.lua`. It either reports in a sentence why it does not
/// start, or it runs, delivers, answers, and ends properly. Nothing in it traps.
@Suite("A manager started with any config.lua", .serialized, .timeLimit(.minutes(20)))
struct StartedConfigurationTests {
    /// The place of a value of each kind, and values that a valid file could have there.
    private static let fields: [(place: String, sound: [String])] = [
        ("accounts.pool.url", [#""http://127.0.0.1:9""#, #""http://[::1]:65535/x/""#]),
        ("accounts.pool.key", [#""0123456789abcdef""#, #"("k"):rep(100000)"#, #""ключ""#]),
        ("accounts.pool.time_zone", [#""UTC""#, #""Pacific/Kiritimati""#]),
        ("accounts.pool.requests_per_second", ["0.01", "1000", "5"]),
        ("accounts.pool.spending_per_day", ["0", "999999999999.9999"]),
        ("push.listen", [#""127.0.0.1:39177""#, #""localhost:39177""#]),
        ("push.url", [#""https://example.org:65535/a/""#, #""http://127.0.0.1:1""#]),
        ("channels.desk.url", [#""http://127.0.0.1:9/ok""#, #""http://u:p@127.0.0.1:65535""#]),
        ("channels.desk.secret", [#""s""#, #"("\1"):rep(10)"#]),
        ("channels.desk.timeout", [#""1s""#, #""520w""#, #""315360000s""#]),
        ("channels.phone.server", [#""http://127.0.0.1:9""#, #""http://127.0.0.1:1/%41?x""#]),
        ("channels.phone.priority", ["1", "5"]),
        ("channels.phone.timeout", [#""1s""#, #""520w""#]),
        ("channels.bell.timeout", [#""1s""#, #""520w""#]),
        ("rentals.extend_days", ["1", "3650"]), ("rentals.extend_before", [#""1s""#, #""520w""#]),
        ("rentals.max_price", ["0", "999999999999.9999"]),
        ("activations.cancel_unused_after", [#""1s""#, #""520w""#]),
        ("activations.finish_after", [#""1s""#, #""520w""#]),
        ("polling.awaited", [#""100ms""#, #""520w""#]), ("polling.eager", [#""1s""#, #""520w""#]),
        ("polling.idle", [#""1s""#, #""520w""#]),
        ("polling.rentals", [#""1s""#, #""520w""#]), ("polling.activations", [#""520w""#]),
        ("spending.per_day", ["0", "999999999999"]), ("spending.scripts", ["0.0001"]),
        ("scripts.pause_after", ["1", "1000"]), ("scripts.chain", ["2", "100"]),
        ("scripts.decisions_per_minute", ["1"]), ("scripts.pending_timers", ["100000"]),
    ]

    private static let addresses = [
        "http://127.0.0.1:70000/ok", "http://127.0.0.1:65536", "http://127.0.0.1:0",
        "http://[::1]:99999/", "http://u:p@127.0.0.1:9/", "http://127.0.0.1:9/#x", "http://a b/",
        "http://127.0.0.1:9/?x=1", "http://", "http://:80", "http://\\0/", "http://[::1%25lo]:9/",
        "http://127.0.0.1:18446744073709551617/", "http+unix://%2Ftmp/", "https://xn--/", "//x",
        "http://\\u{202e}", "http://a/\\r\\nX: y", "http://%41/", "http://bücher.example:9/",
    ]

    private static let others = [
        "0/0", "1e400", "-1e400", "1e300", "-1", "0", "2^53", "math.maxinteger", "math.mininteger",
        "true", "{}", "{ 1, 2 }", "{ { {} } }", #""""#, #""999999999d""#,
        #""99999999999999999999s""#,
        #""-1s""#, #""0s""#, #""1e9s""#, #"("9"):rep(400)"#, #""\0""#, #""\r\nX: y""#, #""１２３""#,
        #"("a"):rep(100000)"#, #"secret("NOT_SET")"#, #"secret_file("/etc/passwd")"#,
    ]

    private static func configuration(_ random: inout SeededRandom) -> String {
        var values = Dictionary(fields.map { ($0.place, random.pick($0.sound)) }) { first, _ in
            first
        }
        for _ in 0...random.roll(2) where !random.oneIn(3) {
            let field = random.pick(fields).place
            let isAddress = field.hasSuffix("url") || field.hasSuffix("server")
            values[field] =
                isAddress && !random.oneIn(3)
                ? "\"\(random.pick(addresses))\"" : random.pick(others)
        }
        let assignments = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        return """
            accounts = { pool = { provider = "smspool" } }
            push = {} rentals = {} activations = {} polling = {} spending = {} scripts = {}
            channels = {
              desk = webhook {}, phone = ntfy { topic = "t" },
              bell = program { command = { "true" } }, log = file { path = "m.jsonl" },
            }
            \(assignments.joined(separator: "\n"))
            """
    }

    @Test func `says why it does not start, or runs and ends in order`() async throws {
        var started = 0
        for index in 0..<(FuzzSettings.current.inputs ?? 24) {
            var random = SeededRandom(
                seed: FuzzSettings.current.seed, target: "started", index: index)
            let text = Self.configuration(&random)
            let run = try await StartedProgram.run(text) { socket in
                let transport = AsyncHTTPTransport()
                let client = ControlClient(socket: socket, transport: transport)
                for channel in ["desk", "phone", "bell", "log"] {
                    _ = try? await client.ask(TestChannel(channel: channel))
                }
                _ = try? await client.ask(ListAccounts())
                _ = try? await client.ask(ListPlan())
                await transport.shutdown()
            }
            started += run.isStarted ? 1 : 0
            #expect(run.status == (run.isStarted ? 0 : 1), "\(run)\n\(text)")
            guard !run.isStarted else { continue }
            #expect(
                run.errors.hasPrefix("config.lua"), "it does not say where: \(run.errors)\n\(text)")
            #expect(run.errors.utf8.count < 4000)
        }
        #expect(started > 0)
    }

    @Test(arguments: [
        ("accounts.pool.url", addresses[0]), ("channels.desk.url", addresses[0]),
        ("channels.phone.server", addresses[0]), ("push.url", addresses[0]),
        ("accounts.pool.url", addresses[4]), ("push.url", addresses[4]),
        ("accounts.pool.ca_file", "nowhere.pem"), ("channels.desk.ca_file", "config.lua"),
        ("channels.phone.proxy", "socks5://127.0.0.1:1080"),
        ("accounts.pool.proxy", "http://127.0.0.1:70000"),
    ])
    func `names the key and line of an address that cannot be called`(
        _ place: String, _ address: String
    ) async throws {
        var random = SeededRandom(seed: 1)
        var text = Self.configuration(&random).split(separator: "\n").prefix(6).joined(
            separator: "\n")
        for field in Self.fields where field.place != place {
            text += "\n\(field.place) = \(field.sound[0])"
        }
        text += "\n\(place) = \"\(address)\""
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
        let run = try await StartedProgram.run(text) { _ in }
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("config.lua:\(line): \(place): "), "\(run.errors)")
    }
}
