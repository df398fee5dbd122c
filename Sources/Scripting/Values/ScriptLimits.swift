/// The limits of one run of a script. The defaults are those in the documentation.
package struct ScriptLimits: Equatable, Sendable {
    /// The time after which Lua is stopped with an error that names the line.
    package var soft: Duration = .milliseconds(250)
    /// The bytes and elements that library functions may look at in one run: the same on every
    /// machine, so that a run that fails for it fails everywhere.
    package var steps = 50_000_000
    /// The time that the answers to a run's questions may take together.
    package var asking: Duration = .seconds(1)
    /// The time after which the worker is killed, if it did not even end by itself at twice the
    /// soft limit.
    package var hard: Duration = .seconds(1)
    /// The maximum number of bytes in a script's state.
    package var memory = 16 << 20
    /// The maximum number of decisions in one run.
    package var decisions = 64
    /// The maximum number of tags in one run, and of characters in each.
    package var tags = 100
    package var tagLength = 100
    /// The maximum number of events in one run, and of bytes of data in each.
    package var events = 16
    package var eventBytes = 4 << 10
    /// The maximum number of bytes of log text in one run; the rest is dropped, with a line saying
    /// so.
    package var log = 64 << 10
    /// The maximum number of questions to the manager in one run.
    package var questions = 64
    /// The maximum number of keys a script may remember.
    package var rememberedKeys = 256
    /// The maximum number of bytes of those keys and values together.
    package var rememberedBytes = 64 << 10
    /// The maximum number of bytes of a script's source.
    package var source = 64 << 10
    /// The maximum number of bytes of all decisions of a run together.
    package var result = 4 << 20

    /// Whether to count how often each line runs, which makes scripts several times slower.
    package var countsLines = false

    package init() {}

    /// The same for a run whose lines are counted, which takes time of its own.
    package var countingLines: ScriptLimits {
        var limits = self
        limits.countsLines = true
        limits.soft *= 4
        limits.hard *= 4
        return limits
    }
}
