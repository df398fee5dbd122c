import Lines
import Providers

/// Every call of an account, with the conditions its answer must meet whatever the provider sent.
enum Question: String, CaseIterable, Sendable {
    case countries, services, offer, suggested, rentalOffers
    case order, rent, extend, refund, cancel, resend, swap, finish
    case status, messages, check, active, past, rentals, balance

    /// Asks, and describes what is wrong with the answer.
    func complaint(_ account: any Provider) async throws(ProviderError) -> String? {
        switch self {
        case .countries: _ = try await account.countries()
        case .services: _ = try await account.services(in: nil)
        case .offer:
            let offer = try await account.activationOffer(service: "1", country: "1").value
            return Claim.money(offer.price) ?? Claim.money(offer.highPrice)
                ?? Claim.percent(offer.successRate)
        case .suggested:
            let answer = try await account.suggestedCountries(service: "1").value
            return answer.lazy.compactMap { Claim.money($0.price) }.first
        case .rentalOffers:
            return try await account.rentalOffers().value.lazy.compactMap(Claim.offer).first
        case .order:
            let order = ActivationOrder(service: "1", country: "1")
            return Claim.purchase(try await account.order(order).value)
        case .rent:
            return Claim.purchase(try await account.rent(RentalOrder(offer: "0", days: 30)).value)
        case .extend:
            return Claim.instant(try await account.extend("ABCDEFG", days: 7).value.expiresAt)
        case .refund: return Claim.money(try await account.refund("ABCDEFG").value)
        case .swap:
            let swap = try await account.swap("ABCDEFG").value
            return Claim.instant(swap.expiresAt) ?? Claim.number(swap.number)
        case .finish: _ = try await account.finish("ABCDEFG")
        case .cancel: return Claim.money(try await account.cancel("ABCDEFG").value.amount)
        case .resend: return Claim.money(try await account.resend("ABCDEFG").value.charge)
        case .status: return Claim.status(try await account.status(of: "ABCDEFG").value)
        case .messages:
            let messages = try await account.messages(of: "ABCDEFG").value
            return messages.lazy.compactMap { Claim.instant($0.receivedAt) }.first
        case .check: return Claim.reading(try await account.check("ABCDEFG").value)
        case .active:
            return try await account.activeActivations().value.lazy
                .compactMap(Claim.reading).first
        case .past:
            return try await account.pastActivations().value.lazy.compactMap(Claim.reading).first
        case .rentals:
            return try await account.rentals().value.lazy.compactMap {
                Claim.instant($0.expiresAt) ?? Claim.number($0.number)
            }.first
        case .balance: return Claim.money(try await account.balance().value)
        }
        return nil
    }
}

/// Conditions that the rest of the program relies on in values from outside.
enum Claim {
    /// It survives a round trip through RFC 3339, the format for the console.
    static func instant(_ instant: Instant?) -> String? {
        guard let instant, Instant(rfc3339: instant.rfc3339) != instant else { return nil }
        return "the time \(instant.milliseconds) cannot be passed on"
    }

    /// Hundreds of amounts can be added without overflow.
    static func money(_ money: Money?) -> String? {
        guard let money, abs(money.tenThousandths) > Int64.max / 900 else { return nil }
        return "\(money) is no price"
    }

    static func percent(_ percent: Double?) -> String? {
        guard let percent, !(0...100).contains(percent) else { return nil }
        return "\(percent) is no percentage"
    }

    static func number(_ number: String?) -> String? {
        guard let number else { return nil }
        let isNumber =
            number.hasPrefix("+") && (6...16).contains(number.utf8.count)
            && number.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        return isNumber ? nil : "\(number) is no telephone number"
    }

    static func days(_ days: Int?) -> String? {
        guard let days, !(1...36_500).contains(days) else { return nil }
        return "\(days) days are no rental"
    }

    static func purchase(_ purchase: Purchase) -> String? {
        instant(purchase.expiresAt) ?? money(purchase.price) ?? number(purchase.number)
            ?? days(purchase.days)
    }

    static func offer(_ offer: RentalOffer) -> String? {
        for (days, price) in offer.prices.merging(
            offer.singleServicePrices, uniquingKeysWith: { $1 })
        {
            if let complaint = self.days(days) ?? money(price) { return complaint }
        }
        return nil
    }

    static func status(_ status: RentalStatus) -> String? {
        if let seconds = status.activeFor, !(.zero ... .days(3650)).contains(seconds) {
            return "\(seconds) of activeFor"
        }
        return instant(status.expiresAt) ?? number(status.number)
    }

    static func reading(_ reading: ActivationReading) -> String? {
        instant(reading.status.expiresAt) ?? instant(reading.orderedAt) ?? money(reading.price)
            ?? number(reading.number)
    }
}
