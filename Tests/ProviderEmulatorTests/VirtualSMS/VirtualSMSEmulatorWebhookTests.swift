import Lines
import ProviderEmulator
import Testing
import TestSupport

/// Pushes: subscriptions, posts and their retries, and the texts on the socket.
@Suite
struct VirtualSMSEmulatorWebhookTests {
    @Test
    func `addresses must be safe, but for receivers on this machine`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        for url in [
            "http://e.example/x", "ftp://e.example/", "https://10.0.0.7/x", "https://[::2]/x",
            "https://intranet/x", "e.example/x", "http://127.0.0.1.e.example/x", "",
        ] {
            let body: JSON = ["url": .string(url), "events": ["sms.received"]]
            #expect(kiosk.post("customer/webhooks", body).status == 400, "\(url)")
        }
        for url in [
            "https://e.example/x", "https://e.example:8443/x", "http://127.0.0.1:4000/x",
            "http://localhost:4000/x", "http://[::1]:4000/x",
        ] {
            _ = try kiosk.subscribe(["sms.received"], url: url)
        }
        for events: JSON in [[], ["order.sms_received"], ["sms.received", "x"], "sms.received"] {
            let body: JSON = ["url": "https://e.example/x", "events": events]
            #expect(kiosk.post("customer/webhooks", body).status == 400)
        }
        let low: JSON = ["url": "https://e.example/x", "events": ["balance.low"]]
        #expect(kiosk.post("customer/webhooks", low).status == 400)
        #expect(kiosk.get("customer/webhooks").json["count"] == 5)
        #expect(!kiosk.get("customer/webhooks").text.contains("secret"))
    }

    @Test
    func `a post that fails is tried five times more, ever later`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        _ = try kiosk.subscribe(["sms.received"])
        let line = try kiosk.order()
        kiosk.sms("1234", to: line)
        var waited: [Int64] = []
        var last = kiosk.now
        var bodies: Set<String> = []
        for status in [500, nil, 404, nil, 301, 503] as [Int?] {
            var posts = kiosk.posts(status)
            while posts.isEmpty {
                kiosk.wait(.minutes(1))
                posts = kiosk.posts(status)
            }
            #expect(posts.count == 1)
            bodies.insert(String(decoding: posts[0].body, as: UTF8.self))
            waited.append((kiosk.now - last).wholeSeconds / 60)
            last = kiosk.now
        }
        #expect(waited == [0, 1, 5, 30, 120, 720] && bodies.count == 1)
        kiosk.wait(.days(3))
        #expect(kiosk.posts(200).isEmpty)
    }

    @Test
    func `after twenty failures in a row nobody is told, until it is set right`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        let hook = try kiosk.subscribe(["sms.received"])
        let line = try kiosk.order()
        for turn in 0..<20 {
            kiosk.sms("\(1000 + turn)", to: line)
            #expect(kiosk.posts(500).count == 1)
        }
        let path = "customer/webhooks/\(hook.id)"
        var shown = kiosk.get(path).json["webhook"] ?? nil
        #expect(shown["paused"] == true && shown["failure_count_consecutive"] == 20)
        #expect(shown["last_error_code"] == "http_500")
        kiosk.sms("2000", to: line)
        kiosk.wait(.minutes(10))
        #expect(kiosk.posts(200).isEmpty)
        #expect(kiosk.post("\(path)/test").status == 400)
        shown = kiosk.post(path, ["paused": false], method: "PATCH").json["webhook"] ?? nil
        #expect(shown["paused"] == false && shown["failure_count_consecutive"] == 0)
        #expect(kiosk.posts(200).count == 20)
        let tries = kiosk.get("\(path)/deliveries", ["limit": "500"]).json
        #expect(tries["deliveries"]?.elements.count == 40)
        #expect(kiosk.post(path, [:], method: "PATCH").status == 400)
        #expect(kiosk.post(path, method: "DELETE").json["success"] == true)
        #expect(kiosk.get(path).status == 404)
    }

    @Test
    func `one that arrives ends the row of failures`() throws {
        var kiosk = VirtualSMSInProcessEmulator()
        let hook = try kiosk.subscribe(["sms.received"])
        let line = try kiosk.order()
        for turn in 0..<21 {
            kiosk.sms("\(1000 + turn)", to: line)
            #expect(kiosk.posts(turn == 10 ? 204 : 500).count == 1)
        }
        let shown = kiosk.get("customer/webhooks/\(hook.id)").json["webhook"] ?? nil
        #expect(shown["paused"] == false && shown["failure_count_consecutive"] == 10)
        #expect(shown["last_delivered_at"] != .null)
    }

    @Test
    func `the signature is over the body, in the headers of the vocabulary's time`() throws {
        for vocabulary in VirtualSMSEmulator.Vocabulary.allCases {
            var kiosk = VirtualSMSInProcessEmulator()
            kiosk.provider.vocabulary = vocabulary
            let event = ["document": "sms.received", "older": "sms_received"][vocabulary.rawValue]
            let hook = try kiosk.subscribe([event ?? "order.sms_received"])
            let line = try kiosk.order()
            kiosk.sms("1234", to: line)
            let posts = kiosk.posts(200)
            let post = try #require(posts.first)
            #expect(post.url == "https://e.example/x" && !hook.secret.isEmpty)
            let headers = Dictionary(uniqueKeysWithValues: post.headers.map { ($0.name, $0.value) })
            let body = String(decoding: post.body, as: UTF8.self)
            switch vocabulary {
            case .document:
                #expect(headers["X-VirtualSMS-Signature"]?.hasPrefix("sha256=") == true)
                #expect(headers["X-VirtualSMS-Timestamp"] == "1769947200")
                #expect(headers["X-VirtualSMS-Delivery"] == post.id)
                #expect(body.hasPrefix("{\"id\":\"evt_") && body.contains("\"full_text\":\"1234\""))
            case .later:
                #expect(headers["X-VirtualSMS-Signature"]?.count == 64)
                #expect(body.contains("\"type\":\"order.sms_received\""))
            case .older:
                #expect(headers["X-Signature"]?.count == 64 && headers.count == 2)
                #expect(body.hasPrefix("{\"event\":\"sms_received\",\"order_id\":\"\(line.id)\""))
                #expect(body.contains("\"sms_code\":\"1234\""))
            }
        }
    }

    @Test
    func `a balance that falls below the threshold is told once, and again after it rose`() throws {
        var kiosk = VirtualSMSInProcessEmulator(balance: "10.00")
        _ = try kiosk.subscribe(["balance.low"], threshold: 5)
        func set(_ sum: String, _ kiosk: inout VirtualSMSInProcessEmulator) -> Int {
            kiosk.provider.setBalance(Money(decimal: sum) ?? .zero, at: kiosk.now)
            return kiosk.posts(200).count
        }
        #expect(set("6.00", &kiosk) == 0)
        #expect(set("4.00", &kiosk) == 1)
        #expect(set("3.00", &kiosk) == 0)
        #expect(set("8.00", &kiosk) == 0)
        #expect(set("4.99", &kiosk) == 1)
    }

    @Test
    func `the socket has two shapes, begins where it is told, and shows one order or all`() throws {
        for generation in EmulatorGeneration.allCases {
            var kiosk = VirtualSMSInProcessEmulator(generation)
            let line = try kiosk.order()
            let other = try kiosk.order()
            let start = kiosk.provider.eventCount
            kiosk.sms("code 1234", to: line)
            kiosk.sms("code 5678", to: other)
            let told = kiosk.provider.pushes(to: line.id, after: start, at: kiosk.now)
            let shape =
                generation == .document
                ? #"{"type":"sms","code":"1234","full_text":"code 1234"}"#
                : #"{"type":"sms_received","code":"1234","message":"code 1234"}"#
            #expect(told.texts == [shape])
            #expect(
                kiosk.provider.pushes(to: line.id, after: told.cursor, at: kiosk.now).texts.isEmpty)
            let all = kiosk.provider.pushes(to: nil, after: start, at: kiosk.now)
            #expect(all.texts.count == 2)
            #expect(all.texts.allSatisfy { $0.contains("\"order_id\"") })
            // A broken connection loses nothing that is requested again.
            #expect(kiosk.provider.pushes(to: nil, after: 0, at: kiosk.now).texts.count == 4)
        }
    }
}
