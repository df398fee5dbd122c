/// What one run of a script may use. The defaults are those the documentation promises.
package struct ScriptLimits: Equatable, Sendable {
    /// After which running Lua is stopped with an error that names the line.
    package var soft: Duration = .milliseconds(250)
    /// After which the worker is killed, for what cannot be stopped otherwise.
    package var hard: Duration = .seconds(1)
    /// Bytes a script's state may hold.
    package var memory = 16 << 20
    /// Decisions in one run.
    package var decisions = 64
    /// Bytes of log text in one run; what is beyond is dropped, and a line says so.
    package var log = 64 << 10
    /// Questions to the manager in one run.
    package var questions = 64
    /// Keys a script may remember.
    package var rememberedKeys = 256
    /// Bytes those keys and their values may take together.
    package var rememberedBytes = 64 << 10
    /// Bytes of a script's source.
    package var source = 64 << 10
    /// Bytes all decisions of a run may take together.
    package var result = 512 << 10

    package init() {}
}
