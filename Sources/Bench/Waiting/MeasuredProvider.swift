import Lines
import ProviderEmulator
import Providers
import Transport

/// A provider to measure: both sides of its protocol, what is ordered there, and its request limit.
struct MeasuredProvider: Sendable {
    let name: String
    let provider: ProviderName
    let limit: RequestLimit
    let services: [String]
    let countries: [String]
    /// What is rented, if its messages can be requested.
    var rentals: [String] = []
    /// Its books, with enough money and no limit yet: all orders are placed at one moment.
    let books: @Sendable (_ seed: UInt64, Instant) -> any EmulatedProvider
    /// Applies its own limit; nil if it has none and a gate takes its place.
    var limited: (@Sendable (any EmulatedProvider) -> any EmulatedProvider)?
    let adapter: @Sendable (any Transport) -> any Provider
    /// Whether its feeds are used.
    var hasFeeds = false

    static let address = "http://counter.test"
    fileprivate static let money = Money(tenThousandths: 100_000_0000)
    fileprivate static let key = Secret(emulatorKey)
}

extension MeasuredProvider {
    static let all = [smspool, sms1001, smsActivateDev, virtualsms, virtualsmsFed, handlerAPI]

    private static let smspool = MeasuredProvider(
        name: "smspool", provider: .smspool, limit: RequestLimit(count: 32, window: .seconds(1)),
        services: ["1012", "907", "395", "829", "273", "329"],
        countries: ["3", "24", "13", "6", "21", "1"], rentals: ["24", "7"],
        books: { seed, _ in SMSPoolEmulator(seed: seed, balance: money) },
        adapter: { SMSPool(transport: $0, baseURL: address, key: key) })

    private static let sms1001 = MeasuredProvider(
        name: "1001sms", provider: .sms1001, limit: perMinute(300),
        services: ["whatsapp", "telegram", "google", "discord"],
        countries: ["netherlands", "germany", "united-kingdom", "canada", "united-states"],
        books: { seed, _ in SMS1001Emulator(seed: seed, balance: money) },
        adapter: { SMS1001(transport: $0, baseURL: address, key: key) })

    /// The one that reports in every answer how many requests are left.
    private static let smsActivateDev = MeasuredProvider(
        name: "sms-activate-dev", provider: .smsActivateDev, limit: perMinute(300),
        services: ["whatsapp", "telegram", "google", "signal", "discord", "amazon"],
        countries: ["us", "gb", "de", "nl", "ee"],
        books: { seed, _ in
            var books = SMSActivateDevEmulator(seed: seed, balance: money)
            books.allowance = nil
            return books
        },
        limited: { books in
            guard var limited = books as? SMSActivateDevEmulator else { return books }
            limited.allowance = 300
            return limited
        },
        adapter: { SMSActivateDev(transport: $0, baseURL: address, key: key) })

    private static let virtualsms = MeasuredProvider(
        name: "virtualsms", provider: .virtualsms, limit: perMinute(60),
        services: ["wa", "tg", "go", "ds"], countries: ["NL", "DE", "GB", "CA", "US"],
        books: { seed, _ in VirtualSMSEmulator(seed: seed, balance: money, allowance: nil) },
        adapter: { VirtualSMS(transport: $0, baseURL: address, key: key) })

    private static let virtualsmsFed = {
        var measured = MeasuredProvider(
            name: "virtualsms, with feeds", provider: .virtualsms, limit: virtualsms.limit,
            services: virtualsms.services, countries: virtualsms.countries,
            books: virtualsms.books, adapter: virtualsms.adapter)
        measured.hasFeeds = true
        return measured
    }()

    private static let handlerAPI = MeasuredProvider(
        name: "handler-api", provider: .handlerAPI, limit: perMinute(300),
        services: ["wa", "tg", "go", "ds"], countries: ["16", "6", "43", "22", "78"],
        rentals: ["0:full", "0:tg"],
        books: { seed, now in HandlerAPIEmulator(seed: seed, now: now, balance: money) },
        adapter: { HandlerAPI(transport: $0, baseURL: address, key: key) })

    private static func perMinute(_ count: Int) -> RequestLimit {
        RequestLimit(count: count, window: .minutes(1))
    }
}
