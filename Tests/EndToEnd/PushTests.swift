import Foundation
import Testing
import TestSupport

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Messages pushed by providers. Polling is so slow here that it cannot have fetched them.
@Suite("Push") struct PushTests {
    /// A stage with one account that is asked every five minutes, and where its provider may call.
    private func stage(_ provider: String, port: Int? = nil) async throws -> Stage {
        let stage = try await Stage()
        let url = stage.smspool.replacing("/smspool", with: "/\(provider)")
        let push = port.map {
            "push = { listen = \"127.0.0.1:\($0)\", url = \"http://127.0.0.1:\($0)\" }"
        }
        let text = """
            accounts = {
              one = { provider = "\(provider)", key = secret("E2E_KEY"), url = "\(url)" },
            }
            polling = { activations = "5m", awaited = "5m", rentals = "5m", idle = "5m" }
            \(push ?? "")
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        return stage
    }

    private func endpoint(
        _ name: String, of stage: Stage, provider: String = "virtualsms"
    ) async throws -> Int {
        let counts = try await stage.control("requests") as? [[String: Any]] ?? []
        return counts.filter {
            $0["provider"] as? String == provider && $0["endpoint"] as? String == name
        }.compactMap { $0["count"] as? Int }.reduce(0, +)
    }

    private func until(_ isSo: () async throws -> Bool) async throws -> Bool {
        try await holds(within: .seconds(120), every: .milliseconds(100), isSo)
    }

    private func post(
        _ body: String, to url: String, headers: [String: String] = [:]
    ) async throws -> Int {
        var request = URLRequest(url: try #require(URL(string: url)))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }

    private func texts(_ stage: Stage) async throws -> [String] {
        try await stage.list("inbox").compactMap { $0["text"] as? String }
    }

    @Test(arguments: ["smspool", "handler-api"])
    func `an unsigned webhook of the provider brings the message at once`(_ provider: String)
        async throws
    {
        let port = try LoopbackSocket.freePort()
        let stage = try await stage(provider, port: port)
        let manager = try await stage.manager(log: stage.home + "/log")
        let order = try await stage.run(
            "order", provider == "smspool" ? "WhatsApp" : "wa", "GB", "--yes")
        #expect(order.code == 0, "\(order.errors)")
        let line = try #require(try await stage.list("lines").first)
        let url = try #require(try await stage.list("accounts").first?["webhook"] as? String)
        try await stage.control("webhook", ["provider": provider, "url": url])
        // The look after the purchase is over, and the next one is minutes away.
        try await Task.sleep(for: .seconds(2))
        try await stage.sms(
            to: try #require(line["number"] as? String), from: "WhatsApp", "Your code is 482913")
        #expect(try await until { try await texts(stage).contains { $0.contains("482913") } })
        #expect(await manager.stopped() == 0)
    }

    @Test func `a feed brings a code at once, again after it was cut off, and once`() async throws {
        let stage = try await stage("virtualsms")
        let manager = try await stage.manager(log: stage.home + "/log")
        for kind in ["reset", "truncated"] {
            try await stage.control(
                "faults",
                ["provider": "virtualsms", "endpoint": "ws/orders", "kind": kind, "count": 1])
        }
        #expect(try await stage.run("order", "wa", "GB", "--yes").code == 0)
        // Refused, then cut off, then held.
        #expect(try await until { try await endpoint("ws/orders", of: stage) >= 3 })
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        try await stage.sms(to: number, from: "WhatsApp", "Your code is 123-456.")
        let code = try await stage.run("code", "1", "--wait", "2m")
        #expect(code.output.contains("123456"), "\(code.errors)")
        // A look that shows the same message only adds its sender.
        _ = try await stage.run("wake", "1")
        #expect(try await texts(stage).count == 1)
        #expect(await manager.stopped() == 0)
        let log = try String(contentsOfFile: stage.home + "/log", encoding: .utf8)
        #expect(log.contains("line 1"))
        #expect(!log.contains(stage.key))
    }

    @Test func `what came while a feed was down is looked for when it opens`() async throws {
        let stage = try await stage("virtualsms")
        let manager = try await stage.manager()
        try await stage.control(
            "faults",
            ["provider": "virtualsms", "endpoint": "ws/orders", "kind": "reset", "count": 3])
        #expect(try await stage.run("order", "wa", "GB", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        try await stage.sms(to: number, from: "WhatsApp", "Your code is 654-321.")
        let code = try await stage.run("code", "1", "--wait", "2m")
        #expect(code.output.contains("654321"), "\(code.errors)")
        #expect(await manager.stopped() == 0)
    }

    @Test func `a webhook is set up, mended, believed when signed, and stored once`() async throws {
        let port = try LoopbackSocket.freePort()
        let stage = try await stage("virtualsms", port: port)
        // Without feeds, only the webhook can deliver it.
        try await stage.control(
            "faults",
            ["provider": "virtualsms", "endpoint": "ws/orders", "kind": "reset", "count": 1000])
        let manager = try await stage.manager()
        #expect(try await until { try await endpoint("api/v1/customer/webhooks", of: stage) >= 2 })
        #expect(try await stage.run("order", "wa", "GB", "--yes").code == 0)
        let number = try #require(try await stage.list("lines").first?["number"] as? String)
        try await stage.sms(to: number, from: "WhatsApp", "Your code is 777-888.")
        let code = try await stage.run("code", "1", "--wait", "2m")
        #expect(code.output.contains("777888"), "\(code.errors)")
        let address = try #require(
            try await stage.list("accounts").first?["webhook"] as? String)
        #expect(address.hasPrefix("http://127.0.0.1:\(port)/push/"))
        let forged = #"{"type":"sms.received","data":{"order_id":"x","full_text":"forged 1"}}"#
        #expect(try await post(forged, to: address) == 401)
        let sealed = ["X-VirtualSMS-Signature": String(repeating: "a", count: 64)]
        #expect(try await post(forged, to: address, headers: sealed) == 401)
        let elsewhere = "http://127.0.0.1:\(port)/push/0123456789abcdef0123456789abcdef"
        #expect(try await post(forged, to: elsewhere) == 404)
        // Who sends the rest too late, as a busy machine may, finds the connection closed.
        var large: Int?
        for _ in 0..<5 where large == nil {
            large = try? await post(String(repeating: "x", count: 1_100_000), to: address)
        }
        #expect(large == 413)
        #expect(try await texts(stage) == ["Your code is 777-888."])
        #expect(await manager.stopped() == 0)
        // The subscription and its secret are found again: no new one is created.
        let before = try await endpoint("api/v1/customer/webhooks", of: stage)
        let again = try await stage.manager()
        #expect(
            try await until {
                try await endpoint("api/v1/customer/webhooks", of: stage) > before
            })
        try await stage.sms(to: number, from: "WhatsApp", "Your code is 999-000.")
        #expect(try await until { try await texts(stage).count == 2 })
        #expect(await again.stopped() == 0)
    }

    @Test func `an unsigned call is a hint and never a message`() async throws {
        let port = try LoopbackSocket.freePort()
        let stage = try await stage("smspool", port: port)
        let manager = try await stage.manager()
        #expect(try await stage.run("order", "WhatsApp", "DE", "--yes").code == 0)
        let held = try await stage.control("lines") as? [[String: Any]]
        let line = try #require(held?.first)
        let number = try #require(line["number"] as? String)
        let order = try #require(line["id"] as? String)
        // Waits until the looks right after the purchase are over.
        try await Task.sleep(for: .seconds(2))
        try await stage.sms(to: number, from: "WhatsApp", "Your code is 123-456.")
        let address = try #require(
            try await stage.list("accounts").first?["webhook"] as? String)
        let body = #"{"orderid":"\#(order)","sms":"000000","full_sms":"a stranger's words"}"#
        #expect(try await post(body, to: address) == 200)
        let code = try await stage.run("code", "1", "--wait", "2m")
        #expect(code.output.contains("123456"), "\(code.errors)")
        #expect(try await texts(stage).allSatisfy { !$0.contains("stranger") })
        #expect(await manager.stopped() == 0)
    }
}
