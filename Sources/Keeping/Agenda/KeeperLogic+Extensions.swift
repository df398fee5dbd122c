import Lines
import Providers
import Storage
import Transport

/// The plan's extensions: what they cost, what stands in their way, and by what terms they are made.
extension KeeperLogic {
    /// How long a price that was asked for is taken to hold.
    private static let priceAge = Duration.hours(12)

    private func wantsExtension(of id: Line.ID?) -> Bool {
        let rentals = settings.policy.rentals
        return rentals.extendBefore != nil && rentals.extendDays != nil
            && id.flatMap { line($0) }.map { !$0.autoExtend } ?? false
    }

    /// Takes the terms of an extension of the plan's from the configuration as it is now.
    ///
    /// - Returns: for how many days; nil when it is no longer wanted.
    mutating func renewTerms(of id: Action.ID) throws(StoreError) -> Int? {
        guard let action = openAction(id), wantsExtension(of: action.line),
            let days = settings.policy.rentals.extendDays
        else { return nil }
        let most = settings.policy.rentals.maxPrice
        if action.details.days != days || action.details.maxPrice != most {
            try amend(id) { details in
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
        // Those that have ended are many.
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

    /// Whether a price can be asked for now without taking a request from something that is due.
    func hasRoom(on name: String) -> Bool {
        books[name]?.opening(for: 2, at: moment) == nil
            && books[name]?.account?.health.holdUntil == nil
    }

    /// Takes in what an extension of the plan's costs, and tells of what stands in its way.
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

    /// The plan's entry as a person should read it: with what it costs, or why it will not be done.
    func explained(_ duty: Duty) -> Duty {
        guard duty.kind == .extend, let known = tracked(duty.line)?.outlook else { return duty }
        var duty = duty
        duty.reason = .words(known.outlook.summary)
        return duty
    }
}
