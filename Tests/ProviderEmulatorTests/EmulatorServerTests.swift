import EmulatorServer
import Lines
import ProviderEmulator
import Testing
import TestSupport

@Suite(.timeLimit(.minutes(20)))
struct EmulatorServerTests {
    /// Runs an emulator for the duration of `body`. Real time stands still in it.
    private func withEmulator(
        _ options: EmulatorOptions = EmulatorOptions(),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { _ in },
        _ body: @escaping @Sendable (EmulatedProviderAddress, Int) async throws -> Void
    ) async throws {
        let emulator = Emulator(
            options: options, uptime: { .zero }, now: Instant(milliseconds: 1_704_562_673_000),
            sleep: sleep)
        try await TestSupport.withEmulator(emulator) { addresses in
            let address = try #require(addresses.first)
            let port = try #require(
                address.url.split(separator: ":").last?.split(separator: "/").first)
            try await body(address, try #require(Int(port)))
        }
    }

    private func post(
        _ path: String, _ body: String, to port: Int, headers: String = ""
    ) async -> RawConnection.Exchange {
        let client = RawConnection(port: port)
        client.send(
            "POST \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(headers)"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return await client.readToEnd()
    }

    private let form = "Content-Type: application/x-www-form-urlencoded\r\n"

    @Test
    func `each provider is announced with its address and key`() async throws {
        try await withEmulator { address, port in
            #expect(address.name == "smspool")
            #expect(address.url == "http://127.0.0.1:\(port)/smspool")
            #expect(address.key == "0123456789abcdef0123456789abcdef")
        }
    }

    @Test
    func `the key is taken from the query, a form, a multipart body and a header`() async throws {
        try await withEmulator { _, port in
            let path = "/smspool/request/balance"
            let multipart =
                "--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n\(emulatorKey)\r\n--B--\r\n"
            let answers = [
                await post("\(path)?key=\(emulatorKey)", "", to: port),
                await post(path, "key=\(emulatorKey)", to: port, headers: form),
                await post(
                    path, multipart, to: port,
                    headers: "Content-Type: multipart/form-data; boundary=B\r\n"),
                await post(
                    path, "", to: port, headers: "Authorization: Bearer \(emulatorKey)\r\n"),
            ]
            for answer in answers {
                #expect(answer.head.hasPrefix("HTTP/1.1 200 OK"))
                #expect(answer.body == #"{"balance":"100.00"}"#)
            }
            #expect(await post(path, "", to: port).head.hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test
    func `a list is had with GET, and with GET and a multipart body`() async throws {
        try await withEmulator { _, port in
            let body =
                "--B\r\nContent-Disposition: form-data; name=\"country\"\r\n\r\nEE\r\n--B--\r\n"
            let plain = RawConnection(port: port)
            plain.send(
                "GET /smspool/service/retrieve_all HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            let all = await plain.readToEnd().body
            let client = RawConnection(port: port)
            client.send(
                "GET /smspool/service/retrieve_all HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Content-Type: multipart/form-data; boundary=B\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            let some = await client.readToEnd().body
            #expect(all.contains("PayPal") && some.contains("WhatsApp"))
            #expect(!some.contains("PayPal"))
        }
    }

    @Test
    func `the date header shows the emulator's time`() async throws {
        try await withEmulator { _, port in
            let before = await post("/smspool/pool/retrieve_all", "", to: port)
            #expect(before.header("date") == "Sat, 06 Jan 2024 17:37:53 GMT")
            let moved = await post("/_emulator/clock", #"{"advance_seconds":5184000}"#, to: port)
            #expect(moved.body == #"{"now":"2024-03-06T17:37:53Z"}"# + "\n")
            let after = await post("/smspool/pool/retrieve_all", "", to: port)
            #expect(after.header("date") == "Wed, 06 Mar 2024 17:37:53 GMT")
        }
    }

    @Test
    func `a reset resets the connection without a byte, with or without effect`() async throws {
        try await withEmulator { _, port in
            let order = "key=\(emulatorKey)&country=NL&service=WhatsApp"
            for (kind, lines) in [("reset", 0), ("effect_then_reset", 1)] {
                _ = await post("/_emulator/faults", #"{"kind":"\#(kind)"}"#, to: port)
                let exchange = await post(
                    "/smspool/purchase/sms", order, to: port, headers: form)
                #expect(exchange.received.isEmpty && exchange.ending == .reset)
                let held = await post(
                    "/smspool/request/active", "key=\(emulatorKey)", to: port, headers: form)
                #expect(held.body.split(separator: "order_code").count - 1 == lines)
            }
        }
    }

    @Test
    func `a truncated answer promises all of its body and sends half`() async throws {
        try await withEmulator { _, port in
            let whole = await post("/smspool/pool/retrieve_all", "", to: port)
            _ = await post("/_emulator/faults", #"{"kind":"truncated"}"#, to: port)
            let half = await post("/smspool/pool/retrieve_all", "", to: port)
            #expect(half.header("content-length") == String(whole.body.utf8.count))
            #expect(half.body.utf8.count == whole.body.utf8.count / 2)
            #expect(whole.body.hasPrefix(half.body) && half.ending == .closed)
        }
    }

    @Test
    func `a slow answer comes after a sleep of seconds`() async throws {
        let (slept, sleeps) = AsyncStream<Duration>.makeStream()
        try await withEmulator(sleep: { sleeps.yield($0) }) { _, port in
            _ = await post("/_emulator/faults", #"{"kind":"slow"}"#, to: port)
            let answer = await post("/smspool/pool/retrieve_all", "", to: port)
            #expect(answer.head.hasPrefix("HTTP/1.1 200"))
        }
        sleeps.finish()
        var durations: [Duration] = []
        for await duration in slept { durations.append(duration) }
        #expect(durations == [.seconds(3)])
    }

    @Test
    func `a hang ends by itself after two minutes, without an answer`() async throws {
        try await withEmulator(sleep: { #expect($0 == .seconds(120)) }) { _, port in
            _ = await post("/_emulator/faults", #"{"kind":"hang"}"#, to: port)
            let exchange = await post("/smspool/pool/retrieve_all", "", to: port)
            #expect(exchange.received.isEmpty && exchange.ending == .reset)
        }
    }

    @Test
    func `a hang lets go as soon as the client leaves`() async throws {
        let (phases, phase) = AsyncStream<String>.makeStream()
        let forever: @Sendable (Duration) async throws -> Void = { _ in
            phase.yield("holding")
            defer { phase.yield("let go") }
            try await Task.sleep(for: .seconds(3600))
        }
        try await withEmulator(sleep: forever) { _, port in
            _ = await post("/_emulator/faults", #"{"kind":"hang"}"#, to: port)
            let client = RawConnection(port: port)
            client.send("GET /smspool/pool/retrieve_all HTTP/1.1\r\nHost: x\r\n\r\n")
            var seen = phases.makeAsyncIterator()
            #expect(await seen.next() == "holding")
            client.leave()
            #expect(await seen.next() == "let go")
        }
    }

    @Test
    func `cancelling ends it although clients idle and hang`() async throws {
        let (phases, phase) = AsyncStream<String>.makeStream()
        let forever: @Sendable (Duration) async throws -> Void = { _ in
            phase.yield("holding")
            try await Task.sleep(for: .seconds(3600))
        }
        try await withEmulator(sleep: forever) { _, port in
            let idle = RawConnection(port: port)
            idle.send("GET /_emulator/clock HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = await post("/_emulator/faults", #"{"kind":"hang"}"#, to: port)
            let hanging = RawConnection(port: port)
            hanging.send("GET /smspool/pool/retrieve_all HTTP/1.1\r\nHost: x\r\n\r\n")
            defer { withExtendedLifetime((idle, hanging)) {} }
            for await _ in phases { break }
        }
    }

    @Test
    func `a busy port is an error with a sentence`() async throws {
        try await withEmulator { _, port in
            await #expect(throws: EmulatorError.portBusy(port)) {
                try await withEmulator(EmulatorOptions(port: port)) { _, _ in }
            }
        }
        #expect(
            EmulatorError.portBusy(80).description
                == "Port 80 is already in use. Choose another, or 0 for any that is free.")
    }

    @Test
    func `an oversized body is refused`() async throws {
        try await withEmulator { _, port in
            let body = String(repeating: "x", count: 1 << 20 + 1)
            let answer = await post("/smspool/pool/retrieve_all", body, to: port)
            #expect(answer.head.hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test
    func `practice sends messages by itself`() async throws {
        let (turns, turn) = AsyncStream<Void>.makeStream()
        // Each message waits until the one before it has been seen.
        let sleep: @Sendable (Duration) async throws -> Void = { _ in
            for await _ in turns { return }
            throw CancellationError()
        }
        try await withEmulator(EmulatorOptions(practice: true), sleep: sleep) { _, port in
            turn.yield()
            turn.finish()
            var text = ""
            while !text.contains("is your WhatsApp code") {
                let client = RawConnection(port: port)
                client.send(
                    "GET /_emulator/lines HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                text = await client.readToEnd().body
            }
        }
    }
}
