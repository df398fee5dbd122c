import Accounts
import Lines
import Providers
import Scripting
import Storage

/// Answers questions of running scripts about money and plans, from what is known: nobody is asked.
extension KeeperLogic {
    private static let usualSpan = Duration.days(30)
    private static let mostDuties = 100

    typealias ScriptAnswer = Result<ScriptValue, ScriptQueryError>

    func spend(_ fields: [String: ScriptValue]) -> ScriptAnswer {
        if let fault = fault(ofAccount: fields) { return .failure(fault) }
        let before = instant(fields["before"])
        let since = instant(fields["since"]) ?? (before ?? moment.now) - Self.usualSpan
        do throws(StoreError) {
            let sums = try disk.spending(
                since: since, before: before, account: fields["account"]?.text)
            return .success(
                .array(
                    sums.map { sum in
                        [
                            "amount": ScriptValue(sum.spent), "charged": ScriptValue(sum.charged),
                            "refunded": ScriptValue(sum.returned),
                            "currency": .string(sum.charged.currency),
                        ]
                    }))
        } catch {
            return .failure(ScriptQueryError(error.description))
        }
    }

    func balance(_ fields: [String: ScriptValue]) -> ScriptAnswer {
        if let fault = fault(ofAccount: fields) { return .failure(fault) }
        let names = accountNames()
        guard let name = fields["account"]?.text ?? (names.count == 1 ? names.first : nil) else {
            return .failure(
                .misuse("account is missing; there are \(names.joined(separator: ", "))"))
        }
        guard let known = books[name]?.account?.balance.known else {
            return .failure(
                ScriptQueryError("The balance of \(name) is not known at the moment."))
        }
        return .success(Self.amount(known.money, asOf: known.at))
    }

    func offers(_ fields: [String: ScriptValue]) -> ScriptAnswer {
        if let fault = fault(ofAccount: fields) { return .failure(fault) }
        let asked = fields["account"]?.text
        let catalogues = books.filter { asked == nil || $0.key == asked }
            .compactMapValues { $0.account?.catalogue }.filter { $0.value.rentalsAt != nil }
        guard !catalogues.isEmpty else {
            return .failure(
                ScriptQueryError(
                    "No offers are known: they have not been listed since the manager started. "
                        + "`offers` lists them."))
        }
        let days = fields["days"]?.whole.map { Int(clamping: $0) }
        let found = catalogues.flatMap { name, catalogue in
            let rentals = fields["country"]?.text.map { catalogue.rentals(in: $0) }
            return (rentals ?? catalogue.rentals).flatMap { offer in
                offer.prices.filter { days == nil || $0.key == days }.map { days, price in
                    (name: name, offer: offer, days: days, price: price, at: catalogue.rentalsAt)
                }
            }
        }
        .sorted {
            ($0.price.tenThousandths, $0.name, $0.offer.id, $0.days)
                < ($1.price.tenThousandths, $1.name, $1.offer.id, $1.days)
        }
        .prefix(limit(fields, or: 100))
        return .success(
            .array(
                found.map { found in
                    [
                        "id": .string(found.offer.id), "name": .string(found.offer.name),
                        "account": .string(found.name),
                        "country": ScriptValue(CountryCodes.code(of: found.offer)),
                        "days": .integer(Int64(found.days)), "price": ScriptValue(found.price),
                        "currency": .string(found.price.currency),
                        "extendable": .bool(found.offer.isExtendable),
                        "as_of": ScriptValue(found.at),
                    ]
                }))
    }

    func extensionPrice(_ fields: [String: ScriptValue]) -> ScriptAnswer {
        guard let line = fields["line"].flatMap({ line(meantBy: $0) }) else {
            return .failure(.noLine)
        }
        guard line.kind == .rental else {
            return .failure(ScriptQueryError("Only rentals can be extended."))
        }
        let days = Int(clamping: fields["days"]?.whole ?? 0)
        if let (outlook, at) = tracked(line.id)?.outlook, outlook.days == days,
            case .known(let price) = outlook.price
        {
            return .success(Self.amount(price, asOf: at))
        }
        let catalogue = catalogue(of: line.account)
        guard let offer = catalogue.rentals.first(where: { $0.id == line.product }),
            let at = catalogue.rentalsAt
        else {
            return .failure(
                ScriptQueryError(
                    "The price of extending line \(line.id) is not known: its offer has not been "
                        + "listed. `offers` lists them."))
        }
        let prices = offer.extensionPrices(isSingle: line.service != nil)
        guard let price = prices[days] else {
            let sold = prices.keys.sorted().map { "\($0)" }.joined(separator: ", ")
            return .failure(
                ScriptQueryError(
                    "\(counted(days, "day")) \(days == 1 ? "is" : "are") not sold; \(sold) are."))
        }
        return .success(Self.amount(price, asOf: at))
    }

    func plan(_ fields: [String: ScriptValue]) -> ScriptAnswer {
        var id: Line.ID?
        if let reference = fields["line"] {
            guard let line = line(meantBy: reference) else { return .failure(.noLine) }
            id = line.id
        }
        var entries = plan(of: id).compactMap { duty -> (at: Instant, ScriptValue)? in
            guard let line = line(duty.line) else { return nil }
            // Plans are made in the provider's time; scripts have ours.
            let ahead = time(of: line.account) - moment.now
            var reason = duty.reason
            if case .time(let words, let time) = reason { reason = .time(words, time - ahead) }
            return (
                duty.due - ahead,
                entry(
                    line.id, duty.kind.rawValue, duty.due - ahead,
                    duty.deadline.map { $0 - ahead }, reason.description)
            )
        }
        entries += waitingActions(of: id).compactMap { action in
            guard let line = action.line.flatMap({ self.line($0) }) else { return nil }
            return (
                action.dueAt,
                entry(
                    line.id, action.kind.rawValue, action.dueAt, line.expiresAt,
                    action.result ?? "decided by \(action.origin)")
            )
        }
        return .success(
            .array(entries.sorted { $0.at < $1.at }.prefix(Self.mostDuties).map(\.1)))
    }

    private func entry(
        _ line: Line.ID, _ kind: String, _ at: Instant, _ deadline: Instant?, _ text: String
    ) -> ScriptValue {
        [
            "line": .integer(line), "kind": .string(kind), "at": ScriptValue(at),
            "deadline": ScriptValue(deadline), "text": .string(text),
        ]
    }

    private static func amount(_ money: Money, asOf at: Instant) -> ScriptValue {
        [
            "amount": ScriptValue(money), "currency": .string(money.currency),
            "as_of": ScriptValue(at),
        ]
    }

    /// What is wrong with the account that a question names; nil if nothing is.
    func fault(ofAccount fields: [String: ScriptValue]) -> ScriptQueryError? {
        // Accounts that config.lua no longer names have lines and payments too.
        guard let name = fields["account"]?.text, books[name] == nil else { return nil }
        return .misuse(
            "there is no account \"\(name.prefix(40))\"\(suggestion(for: name, among: books.keys))")
    }
}

extension ScriptQueryError {
    static var noLine: ScriptQueryError { ScriptQueryError("There is no such line.") }

    /// Nil if no name is close: it may be one that is not known yet.
    static func misspelt(_ what: String, _ word: String, among names: [String]) -> ScriptQueryError?
    {
        nearest(word, to: Set(names)).map {
            .misuse("there is no \(what) \"\(word.prefix(40))\"; did you mean \"\($0)\"?")
        }
    }
}

extension ScriptValue {
    /// In units of the currency.
    init(_ money: Money) { self = .number(Double(money.tenThousandths) / 10_000) }
}
