package import Accounts
package import Lines
package import Providers
package import Storage
package import Transport

/// The interface for lanes: they report calls, lists and looks, and ask for the next work.
extension Keeper {
    package func noteCall(
        on name: String, providerTime: Instant?, allowance: Allowance? = nil,
        isPublic: Bool = false, error: ProviderError?
    ) {
        logic.noteCall(
            on: name, providerTime: providerTime, allowance: allowance, isPublic: isPublic,
            error: error)
    }

    package func pause(of name: String) -> Duration? {
        logic.pause(of: name)
    }

    package func admission(to name: String) -> Instant? {
        logic.admission(to: name)
    }

    package func recompute(_ changes: [CodeChange]) throws(StoreError) {
        try logic.recompute(changes)
    }

    package func compareLists(
        rentals: [HeldRental]?, active: [ActivationReading]?, past: [ActivationReading]?,
        unheard: Set<Line.ID> = [], began: Instant, on name: String
    ) throws(StoreError) {
        try logic.compareLists(
            rentals: rentals, active: active, past: past, unheard: unheard, began: began, on: name)
    }

    package func listingFailed(on name: String) {
        logic.listingFailed(on: name)
    }

    package func checkAdoption(on name: String) throws(KeeperError) {
        try logic.checkAdoption(on: name)
    }

    package func takeUp(
        rentals: [HeldRental] = [], active: [ActivationReading] = [], on name: String,
        forwards: Bool = false
    ) throws(KeeperError) -> [Line] {
        try logic.takeUp(rentals: rentals, active: active, on: name, forwards: forwards)
    }

    @discardableResult package func adopt(
        _ rental: HeldRental, on name: String, forwards: Bool = false
    ) throws(StoreError) -> Line {
        try logic.adopt(rental, on: name, forwards: forwards)
    }

    @discardableResult package func adopt(
        _ reading: ActivationReading, on name: String, forwards: Bool = false
    ) throws(StoreError) -> Line {
        try logic.adopt(reading, on: name, forwards: forwards)
    }

    package func note(balance: Money, before id: Action.ID) throws(StoreError) {
        try logic.note(balance: balance, before: id)
    }

    package func needsBalance(on name: String) -> Bool {
        logic.needsBalance(on: name)
    }

    package func settle(balance: Money, asked: Instant, on name: String) throws(StoreError) {
        try logic.settle(balance: balance, asked: asked, on: name)
    }

    package func isAlone(_ id: Action.ID, on name: String) -> Bool {
        logic.isAlone(id, on: name)
    }

    package func doubt(toldBy reading: ActivationReading, on name: String) -> Action.ID? {
        logic.doubt(toldBy: reading, on: name)
    }

    package func isToBeCompared(_ action: OpenAction) -> Bool {
        logic.isToBeCompared(action)
    }

    package func expectComparison(of id: Action.ID) {
        logic.expectComparison(of: id)
    }

    package func owe(_ count: Int, on name: String, for use: RequestUse = .actions) {
        logic.owe(count, on: name, for: use)
    }

    package func awaitsComparison(_ id: Action.ID) -> Bool {
        logic.awaitsComparison(id)
    }

    package func endComparison(_ id: Action.ID) {
        logic.endComparison(id)
    }

    @discardableResult package func compare(_ id: Action.ID, with balance: Money) throws(StoreError)
        -> Bool
    {
        try logic.compare(id, with: balance)
    }

    package func wantsAll(of id: Line.ID) -> Bool {
        logic.wantsAll(of: id)
    }

    package func recordCheck(_ reading: ActivationReading, asked: Duration, on id: Line.ID)
        throws(StoreError)
    {
        try logic.recordCheck(reading, asked: asked, on: id)
    }

    package func recordPoll(_ readings: [ActivationReading], asked: Duration, on name: String)
        throws(StoreError)
    {
        try logic.recordPoll(readings, asked: asked, on: name)
    }

    package func recordNotFound(_ id: Line.ID) throws(StoreError) {
        try logic.recordNotFound(id)
    }

    package func observe(_ observation: Observation, on id: Line.ID) throws(StoreError) {
        try logic.observe(observation, on: id)
    }

    package func release(_ id: Line.ID, failed: Bool = false) throws(StoreError) {
        try logic.release(id, failed: failed)
    }

    package func pollFailed(on name: String, _ error: ProviderError? = nil) {
        logic.pollFailed(on: name, error)
    }

    package func noteBalance(_ money: Money?, on name: String) {
        logic.noteBalance(money, on: name)
    }

    package func settle(_ before: Line, _ line: Line, _ events: [LineEvent]) throws(StoreError) {
        try logic.settle(before, line, events)
    }

    package func recordOutcome(of id: Action.ID, _ outcome: ActionOutcome) throws(StoreError) {
        try logic.recordOutcome(of: id, outcome)
    }

    package func isStillPlanned(_ action: OpenAction) -> Bool {
        logic.isStillPlanned(action)
    }

    package func renewTerms(of id: Action.ID) throws(StoreError) -> Int? {
        try logic.renewTerms(of: id)
    }

    package func linesToPrice() -> [Line] {
        logic.linesToPrice()
    }

    package func hasRoom(on name: String) -> Bool {
        logic.hasRoom(on: name)
    }

    package func note(price: ExtensionOutlook.Price, ofExtending id: Line.ID) throws(StoreError) {
        try logic.note(price: price, ofExtending: id)
    }

    package func receive(
        _ messages: [ReceivedMessage], on id: Line.ID, standing: ActivationStatus? = nil,
        asked: Duration? = nil, isWhole: Bool = true
    ) throws(StoreError) {
        try logic.receive(messages, on: id, standing: standing, asked: asked, isWhole: isWhole)
    }

    package func writeLooks() throws(StoreError) {
        try logic.writeLooks()
    }

    package func doubts(on name: String) -> [OpenAction] {
        logic.doubts(on: name)
    }

    package func doubts(about id: Line.ID) -> [OpenAction] {
        logic.doubts(about: id)
    }

    package func linesWithOrderInDoubt(on name: String) -> [Line] {
        logic.linesWithOrderInDoubt(on: name)
    }

    package func settle(
        rentals: [HeldRental]?, orders: OrderLists?, began: Instant, on name: String
    )
        throws(StoreError)
    {
        try logic.settle(rentals: rentals, orders: orders, began: began, on: name)
    }

    package func noteBeforeReplacing(_ id: Action.ID) throws(StoreError) {
        try logic.noteBeforeReplacing(id)
    }

    package func settleDoubts(of id: Line.ID, status: RentalStatus?) throws(StoreError) {
        try logic.settleDoubts(of: id, status: status)
    }

    package func settleDoubts(of id: Line.ID, reading: ActivationReading) throws(StoreError) {
        try logic.settleDoubts(of: id, reading: reading)
    }

    package func extensionsUntold(on name: String) -> [(doubt: Action.ID, providerID: String)] {
        logic.extensionsUntold(on: name)
    }

    package func settle(
        extension id: Action.ID, paidPeriods: Int?, balance: Money?, asked: Instant, on name: String
    ) throws(StoreError) {
        try logic.settle(
            extension: id, paidPeriods: paidPeriods, balance: balance, asked: asked, on: name)
    }

    package func note(paidPeriods: Int?, before id: Action.ID) throws(StoreError) {
        try logic.note(paidPeriods: paidPeriods, before: id)
    }

    package func reconsider(on name: String) throws(StoreError) {
        try logic.reconsider(on: name)
    }

    package func dismiss(_ id: Action.ID) throws(KeeperError) {
        try logic.dismiss(id)
    }

    package func waitsForEnd(_ action: OpenAction) -> Bool {
        logic.waitsForEnd(action)
    }

    package func nextWork(for name: String, isResting: Bool = false) throws(StoreError) -> Work {
        try logic.nextWork(for: name, isResting: isResting)
    }

    package func account(of action: OpenAction) -> String? {
        logic.account(of: action)
    }

    package func signal(of account: String) -> WakeSignal? {
        logic.signal(of: account)
    }

    // MARK: The end

    package func stopPaying() {
        logic.stopPaying()
    }

    package var isPaying: Bool { logic.shutdown.paidCalls > 0 }

    package func beginPaidCall() -> Bool {
        logic.shutdown.beginPaidCall()
    }

    package func endPaidCall() {
        logic.shutdown.endPaidCall()
    }

    package func leftInDoubt() -> Int {
        logic.leftInDoubt()
    }

    package func storeIsBack(_ news: EventRecord) {
        logic.storeIsBack(news)
    }
}
