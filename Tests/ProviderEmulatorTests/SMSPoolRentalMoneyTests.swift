import Lines
import ProviderEmulator
import Testing
import TestSupport

@Suite
struct SMSPoolRentalMoneyTests {
    private let closed = "You cannot refund a rental after 12 hours or after receiving one message."

    @Test
    func `an unused rental is refunded inside its window and only once`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.rent(7, days: 7)
        desk.wait(.hours(12))
        #expect(
            desk.call("rental/refund", ["rental_code": line.id])
                == Reply(200, #"{"success":1,"message":"Your rental has been refunded!"}"#))
        #expect(desk.balance() == "100.00")
        #expect(
            desk.call("rental/refund", ["rental_code": line.id])
                == Reply(
                    400,
                    """
                    {"success":0,"message":"This number could not be refunded as you already have \
                    refunded it."}
                    """))
        #expect(desk.sms("late", to: line)?.lostBecause == "the rental was refunded")
        #expect(desk.provider.ledger.entries.map(\.amount.decimal) == ["9.00", "9.00"])
    }

    @Test
    func `a refund is refused after the window, after a message and for too few days`() throws {
        var desk = SMSPoolInProcessEmulator(.current, balance: "300")
        let refused = Reply(400, #"{"success":0,"message":"\#(closed)"}"#)
        let late = try desk.rent(7, days: 7)
        desk.wait(.hours(12) + .seconds(1))
        #expect(desk.call("rental/refund", ["rental_code": late.id]) == refused)
        let used = try desk.rent(3, days: 7)
        desk.sms("hello", to: used)
        #expect(desk.call("rental/refund", ["rental_code": used.id]) == refused)
        let never = try desk.rent(10, days: 7)
        #expect(desk.call("rental/refund", ["rental_code": never.id]) == refused)
        // The window of this product is two hours, whatever the sentence says.
        let short = try desk.rent(6, days: 30)
        desk.wait(.hours(2) + .seconds(1))
        #expect(desk.call("rental/refund", ["rental_code": short.id]) == refused)
    }

    @Test
    func `the document refuses with its own spelling and one window for all`() throws {
        var desk = SMSPoolInProcessEmulator(.document)
        let line = try desk.rent(6, days: 30)
        desk.wait(.hours(12) + .seconds(1))
        #expect(
            desk.call("rental/refund.php", ["rental_code": line.id])
                == Reply(200, #"{"success":0,"message":"T\#(closed)"}"#))
    }

    @Test
    func `an extension charges the product's price and moves the expiry`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let line = try desk.rent(7, days: 7)
        #expect(
            desk.call("rental/extend", ["rental_code": line.id, "days": "14"]).text == """
                {"success":1,"message":"Your rental has been succesfully extended!",\
                "expiration_date":1706377073}
                """)
        #expect(desk.balance() == "75.00")
        #expect(try desk.newest().expiresAt == line.expiresAt + .days(14))
    }

    @Test
    func `an extension is refused for wrong days, no money and what cannot be extended`() throws {
        var desk = SMSPoolInProcessEmulator(.current, balance: "25")
        let line = try desk.rent(7, days: 14)
        let fixed = try desk.rent(3, days: 1)
        func message(_ code: String, days: String) -> String? {
            desk.call("rental/extend", ["rental_code": code, "days": days]).json["message"]?.text
        }
        #expect(
            message(line.id, days: "8")
                == "You selected a invalid amount of days! The following days are available: "
                + "7 14 30")
        #expect(
            message(line.id, days: "14")
                == "You do not have enough balance, please top up your account with 10.00 dollars "
                + "in order to purchase this rental.")
        #expect(
            message(fixed.id, days: "1")
                == "Something went wrong on extending your rental, you have NOT been charged!")
        #expect(desk.balance() == "6.00")
    }

    @Test
    func `a rental extends itself until the money runs out, and says so by toggling`() throws {
        var desk = SMSPoolInProcessEmulator(.current, balance: "20")
        let line = try desk.rent(7, days: 7)
        let toggle: KeyValuePairs = ["rental_code": line.id]
        #expect(
            desk.call("rental/auto_extend", toggle).text == """
                {"success":1,"auto_extend":1,\
                "message":"Your auto extension status has been updated."}
                """)
        #expect(desk.call("rental/auto_extend", toggle).json["auto_extend"] == 0)
        _ = desk.call("rental/auto_extend", toggle)
        desk.wait(.days(60))
        #expect(desk.balance() == "2.00")
        let ended = try desk.newest()
        #expect(ended.state == "expired" && ended.expiresAt == line.purchasedAt + .days(14))
    }

    @Test
    func `the ledger's balances follow from its entries in the order things fell due`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        let first = try desk.order("Telegram", in: "DE")
        desk.wait(.seconds(1))
        let second = try desk.order("WhatsApp", in: "NL")
        _ = try desk.rent(7, days: 7)
        desk.wait(.days(1))
        desk.provider.setBalance(Money(tenThousandths: 5_0000), at: desk.now)
        let entries = desk.provider.ledger.entries
        #expect(entries.map(\.kind) == [.charge, .charge, .charge, .refund, .refund, .adjustment])
        #expect(entries[3].line == first.id && entries[3].at == first.expiresAt)
        #expect(entries[4].line == second.id && entries[4].at == second.expiresAt)
        var balance = Money(tenThousandths: 100_0000)
        for entry in entries {
            balance = entry.kind == .charge ? balance - entry.amount : balance + entry.amount
            #expect(entry.balance == balance)
        }
    }
}
