import Lines
import Storage

/// One thing that a decision wants on disk. Those that are given together are written in their order, all or
/// none.
enum Change: Sendable {
    // MARK: Lines

    case line(Line)
    case lineEvents([LineEvent], of: Line)
    /// A line that is taken up: as it was found, and then as what is known of it made it.
    case adopted(Line, then: Line, [LineEvent])
    /// A line that was never bought.
    case goneLine(Line.ID)
    /// When a line was told last.
    case told(Line)
    /// Lines of one account that go on under another, as they are there.
    case moved([Line], from: String, to: String)

    // MARK: Actions

    case action(OpenAction)
    /// A purchase, and the line it will become.
    case purchase(Action, Line)
    /// What was just decided, and what is given up for it.
    case intent(Action, replacing: [Replaced])
    /// What the plan decided, under a key it decides once.
    case planned(Action, on: Line.ID)
    /// What a script decided: nothing where it was written before, under the same key.
    case decided(Action)
    case channelTest(Action)
    /// How a try at a forward went.
    case delivered(Action)
    /// The plan may decide what has this key once more.
    case freed(key: String, on: Line.ID)

    // MARK: Messages

    /// What a look showed, as far as it is not stored yet.
    case messages(MessageListing, on: Line, Reading, Reckoning)
    /// A part of a long list.
    case part(ArraySlice<UnknownEntry>, of: MessageListing, on: Line, Reading, Reckoning)
    /// What came for a code before the one that is waited for now.
    case earlierMessages(MessageListing, on: Line, Reading)
    /// What the provider sent by itself.
    case pushed(ReceivedMessage, on: Line, there: Instant)

    // MARK: The rest

    case event(EventRecord)
    case ledger(LedgerEntry)
    case silence(Silence?, of: String)
    case endpoint(PushPlace)
    /// All that waits for its time waits as much longer, on a clock that was set.
    case shiftWaiting(Duration)
    /// That scripts ran on something, what they remembered and what became of its timers.
    case handled(Handled, timers: [Int64: TimerOutcome], putOff: Set<Int64>)
    /// A script that is gone for good is owed nothing any more.
    case owedNothing(script: String)

    /// An action that another takes the place of.
    struct Replaced: Sendable {
        let action: OpenAction
        /// Whether the script that decided it is to be told.
        let isHeard: Bool
    }
}
