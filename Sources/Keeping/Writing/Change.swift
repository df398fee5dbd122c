import Accounts
import Lines
import Storage

/// One change that a decision makes on disk. Changes passed together are written in order, all or
/// none.
enum Change: Sendable {
    // MARK: Lines

    case line(Line)
    case lineEvents([LineEvent], of: Line)
    /// An adopted line: first as it was found, then with everything known about it.
    case adopted(Line, then: Line, [LineEvent])
    /// Another line that a purchase brought, and what it cost.
    case sibling(Line, [LineEvent], LedgerEntry?)
    /// A line that was never bought.
    case goneLine(Line.ID)
    /// When a line was last reported.
    case told(Line)
    /// Lines moved from one account to another, in their present state.
    case moved([Line], from: String, to: String)
    /// A line moved to another account, which leaves the first one as it is.
    case handedOver(Line, from: String, to: String)

    // MARK: Actions

    case action(OpenAction)
    /// A purchase, and its future line.
    case purchase(Action, Line)
    /// A new decision, and the actions it replaces.
    case intent(Action, replacing: [Replaced])
    /// A decision of the plan, under a key it uses once.
    case planned(Action, on: Line.ID)
    /// A decision of a script; not written again under the same key.
    case decided(Action)
    case channelTest(Action)
    /// The result of a try at a forward.
    case delivered(Action)
    /// Allows the plan to decide this key once more.
    case freed(key: String, on: Line.ID)

    // MARK: Messages

    /// Messages of a look that are not stored yet.
    case messages(MessageListing, on: Line, Reading, Reckoning)
    /// A part of a long list.
    case part(ArraySlice<UnknownEntry>, of: MessageListing, on: Line, Reading, Reckoning)
    /// Messages of a code before the awaited one.
    case earlierMessages(MessageListing, on: Line, Reading)
    /// A message sent by the provider on its own.
    case pushed(ReceivedMessage, on: Line, there: Instant)
    /// A message posted for a number of the person's own, under an id that is used once.
    case posted(ReceivedMessage, id: String, on: Line, there: Instant)
    /// A message's code by today's finder.
    case code(CodeChange)

    // MARK: The rest

    case event(EventRecord)
    case ledger(LedgerEntry)
    case silence(Silence?, of: String)
    /// Whether a balance was reported as low.
    case lowBalance(Bool, of: String)
    /// How far the clock of an account's provider is ahead of ours.
    case clock(Duration, of: String)
    /// A paid call that is to be compared with later balances, also after a start.
    case comparisonOwed(OwedComparison)
    case compared(Action.ID)
    case endpoint(PushEndpoint)
    /// A trouble, and what was told of it.
    case trouble(TroubleEntry)
    /// Moves all waiting times after the clock was set.
    case shiftWaiting(Duration)
    /// Records that scripts ran on something, what they remembered and the outcome of timers.
    case handled(
        ScriptResult, timers: [Int64: TimerOutcome], putOff: [Int64: EventRetry], zone: LocalZone)
    /// Moves a schedule to the clocks of another zone.
    case rescheduled(timer: Int64, at: Instant, zone: String)
    /// The failures and pauses of a script.
    case standing(ScriptStanding)
    case ofScript(ScriptChange)
    /// Drops everything owed to a script that is gone for good.
    case owedNothing(script: String)

    /// An action that is replaced by another.
    struct Replaced: Sendable {
        let action: OpenAction
        /// Whether the script that decided it is told.
        let isHeard: Bool
    }
}
