import Accounts
import Lines
import Providers
import Storage
import Transport

/// Planned extensions: their prices, their obstacles and their terms.
extension KeeperLogic {
    /// How long a quoted price counts as current.
    private static let priceAge = Duration.hours(12)

    private func wantsExtension(of id: Line.ID?) -> Bool {
        let rentals = settings.policy.rentals
        return rentals.extendBefore != nil && rentals.extendDays != nil
            && id.flatMap { line($0) }.map { !$0.autoExtend } ?? false
    }

    /// Updates a planned extension to the terms of the current configuration.
    ///
    /// - Returns: the number of days; nil if it is no longer wanted.
    mutating func renewTerms(of id: Action.ID) throws(StoreError) -> Int? {
        guard let action = openAction(id), wantsExtension(of: action.line),
            let days = settings.policy.rentals.extendDays
        else { return nil }
        let most = settings.policy.rentals.maxPrice
        if action.details.days != days || action.details.maxPrice != most {
            try updateDetails(of: id) { details in
                details.days = days
                details.maxPrice = most
            }
        }
        return days
    }

    // MARK: Prices

    /// Rentals whose next extension has no price yet, or an old one.
    func linesToPrice() -> [Line] {
        guard settings.policy.rentals.extendBefore != nil,
            let days = settings.policy.rentals.extendDays
        else { return [] }
        let now = moment.now
        // The number of ended rentals only grows, so they are skipped.
        let held = books.values.flatMap(\.planned).sorted { $0.id < $1.id }
        return held.filter { line in
            guard line.kind == .rental, line.state == .active, !line.inDoubt, !line.autoExtend,
                line.expiresAt != nil, line.providerID != nil,
                books[line.account]?.isGone != true,
                books[line.account]?.offers(.extend) == true
            else { return false }
            return tracked(line.id)?.outlook.map {
                $0.outlook.days != days || now - $0.at > Self.priceAge
            }
                ?? true
        }
    }

    /// Whether a price can be asked for now without taking a request from due work.
    func hasRoom(on name: String) -> Bool {
        books[name]?.opening(for: 2, at: moment) == nil
            && books[name]?.account?.health.holdUntil == nil
    }

    /// Records the price of a planned extension, and reports any obstacle.
    mutating func note(
        price: ExtensionOutlook.Price, ofExtending id: Line.ID
    ) throws(StoreError) {
        guard let days = settings.policy.rentals.extendDays, let line = line(id) else { return }
        var outlook = ExtensionOutlook(line: id, days: days, price: price)
        outlook.maxPrice = settings.policy.rentals.maxPrice
        outlook.perDay = [
            settings.spendingPerDay, books[line.account]?.account?.configuration.spendingPerDay,
        ]
        .compactMap(\.self).min { $1.isMore(than: $0) }
        let now = moment.now
        track(id) { $0.outlook = (outlook, now) }
        guard let conflict = outlook.conflict else {
            track(id) { $0.reportedConflict = nil }
            return
        }
        guard tracked(id)?.reportedConflict != conflict else { return }
        track(id) { $0.reportedConflict = conflict }
        try self.note(kind: "plan_conflict", text: conflict, line: id)
    }

    /// The duty as a person should read it: with its price, or the reason it will not be done.
    func explained(_ duty: Duty) -> Duty {
        guard duty.kind == .extend, let known = tracked(duty.line)?.outlook else { return duty }
        var duty = duty
        duty.reason = .words(known.outlook.summary)
        return duty
    }
}
