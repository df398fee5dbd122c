package import Lines

extension SMSPoolEmulator {
    /// Two rentals in use, one of them ending within a day, a fresh unused one, and two orders
    /// waiting: one case of everything that a manager takes care of.
    package mutating func settleInForPractice(at now: Instant) {
        let inUse = rent(7, days: 30, at: now - .days(9) - .hours(3))
        let ending = rent(2, days: 7, at: now - .days(6) - .hours(4))
        _ = rent(3, days: 7, at: now - .minutes(25))
        remember(
            EmulatedSMS(sender: "MYBANK", text: "MYBANK: your card ending 4417 is now active."),
            on: inUse, at: now - .days(2))
        remember(
            EmulatedSMS(sender: "Google", text: "G-482913 is your Google verification code."),
            on: ending, at: now - .hours(31))
        order("WhatsApp", in: "DE", at: now - .seconds(150))
        order("Telegram", in: "FR", at: now - .seconds(40))
    }

    private mutating func rent(_ id: Int, days: Int, at time: Instant) -> String? {
        guard let product = catalogue.product(id),
            let price = product.price(days: days, singleService: false), ledger.covers(price)
        else { return nil }
        return book(product, days: days, price, at: time).code
    }

    private mutating func order(_ service: String, in country: String, at time: Instant) {
        guard let country = catalogue.country(country), let service = catalogue.service(service),
            let offer = catalogue.offers(of: service, in: country).first,
            ledger.covers(offer.price)
        else { return }
        _ = book(offer, at: time)
    }

    private mutating func remember(_ sms: EmulatedSMS, on code: String?, at time: Instant) {
        guard let index = rentals.firstIndex(where: { $0.code == code }) else { return }
        rentals[index].sent.append(EmulatedDelivery(at: time, sms: sms, lostBecause: nil))
    }
}
