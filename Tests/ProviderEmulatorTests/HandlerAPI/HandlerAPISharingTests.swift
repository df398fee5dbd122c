import Lines
import ProviderEmulator
import Testing
import TestSupport

/// Several services on one number, as the protocol's document has them.
@Suite("The emulated shared numbers")
struct HandlerAPISharingTests {
    @Test func `are paid for once each, all or none`() throws {
        var emulator = HandlerAPIInProcessEmulator()
        let reply = emulator.ask(
            "getMultiServiceNumber", ["multiService": "go,wa", "country": "16"])
        let orders = reply.json.elements
        #expect(orders.map { $0["service"]?.text } == ["go", "wa"])
        #expect(Set(orders.map { $0["phone"]?.text }).count == 1)
        #expect(emulator.provider.ledger.entries.count == 2)
        for (services, country, word) in [
            ("go,go", "16", "WRONG_SERVICE"), ("go,xx", "16", "WRONG_SERVICE"),
            ("", "16", "BAD_SERVICE"), ("go,wa", "187", "NOT_AVAILABLE"),
            ("ts,wa", "78", "NO_NUMBERS"),
        ] {
            let refusal = emulator.ask(
                "getMultiServiceNumber", ["multiService": services, "country": country])
            #expect(refusal.text == word)
        }
        #expect(emulator.provider.ledger.entries.count == 2)
    }

    @Test func `need money for all of them`() {
        var emulator = HandlerAPIInProcessEmulator(balance: Money(tenThousandths: 900))
        let reply = emulator.ask(
            "getMultiServiceNumber", ["multiService": "go,wa,tg", "country": "16"])
        #expect(reply.text == "NO_BALANCE")
        #expect(emulator.provider.ledger.entries.isEmpty)
    }

    @Test func `take another service while the order is open`() throws {
        var emulator = HandlerAPIInProcessEmulator()
        let line = try emulator.order("wa")
        let added = emulator.ask("getAdditionalService", ["service": "go", "id": line.id]).text
        let parts = added.split(separator: ":")
        #expect(parts.count == 3 && parts[0] == "ADDITIONAL" && parts[2] == line.number)
        #expect(
            emulator.ask("getAdditionalService", ["service": "go", "id": line.id]).text
                == "REPEAT_ADDITIONAL_SERVICE")
        #expect(
            emulator.ask("getAdditionalService", ["service": "xx", "id": line.id]).text
                == "WRONG_ADDITIONAL_SERVICE")
        #expect(
            emulator.ask("getAdditionalService", ["service": "go", "id": "1"]).text
                == "WRONG_ACTIVATION_ID")
    }
}
