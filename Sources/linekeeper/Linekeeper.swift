import ArgumentParser
import Console
import ProviderEmulator

/// The process's own command line; all its other commands are the console's.
struct Linekeeper: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linekeeper",
        abstract: "Keeps your rented phone numbers alive and acts on what they receive.",
        discussion: """
            Without a command it opens the console: attached to the manager of this home, or with \
            a manager of its own when none runs. With no account configured it practises against \
            an embedded emulator and spends nothing.

            Exit codes: 0 done, 1 failed, 2 usage, 3 no manager reachable, 4 outcome unknown, 5 done but \
            dearer than agreed.
            """,
        version: Version.current,
        subcommands: [Serve.self, RestoreCommand.self, EmulatorCommand.self],
        groupedSubcommands: CommandList.subcommandGroups)

    @Option(
        help: ArgumentHelp(
            "The folder that holds config.lua, scripts/ and data/.",
            discussion: "LINEKEEPER_HOME does the same; otherwise the XDG folders are used.",
            valueName: "dir"))
    var home: String?

    @OptionGroup var clock: ClockOptions
}

/// The manager without a console.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the manager without a console, for a service manager.",
        discussion: """
            Ends on SIGTERM, SIGINT or SIGQUIT with everything committed; SIGHUP it ignores. A paid call that is under way is \
            waited for, 45 seconds at most; told a second time, it ends at once.
            """)

    @OptionGroup var clock: ClockOptions
}

/// Restores a copy of the database.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a copy that `backup` made in the place of the database.",
        discussion: """
            No manager may run on the home. The file is checked and only read; the database that was \
            there is kept beside the new one. What was bought, extended or given back after the copy \
            was made is found out from the providers at the next start.
            """)

    @Argument(help: "The copy.", completion: .file())
    var file: String
}

/// The speed of the manager's time.
struct ClockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run time N times faster (rehearsal only).",
            discussion: """
                Above 0 and at most 60. Only with providers on this machine, such as an emulator of \
                that speed.
                """))
    var speed = 1.0

    /// A request takes real time: at a higher speed every answer would show another clock.
    private static let fastest = 60.0

    func validate() throws {
        guard speed > 0, speed <= Self.fastest else {
            throw ValidationError("--speed must be above 0 and at most \(Int(Self.fastest)).")
        }
    }
}

/// The providers' side of the wire, as a process of its own.
struct EmulatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulator",
        abstract: "Runs the providers' side of the wire on this machine, to practise and to test.",
        discussion: """
            Prints one line for each provider, NAME URL KEY, then "ready". Its own controls are \
            under /_emulator/ and described in docs/emulator.md.
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes any that is free.")
    var port = 0

    @Option(help: "Makes prices, stock and ids; the same seed makes the same ones.")
    var seed: UInt64 = 1

    @Option(help: "Which answers SMSPool gives: current or document.")
    var generation = "current"

    // The root has this option too and removes it from the words first; the shared group restores
    // it.
    @OptionGroup var clock: ClockOptions

    @Flag(help: "Hold some lines from the start and let messages come by themselves.")
    var practice = false

    func options() throws -> EmulatorOptions {
        guard let generation = EmulatorGeneration(rawValue: generation) else {
            throw ValidationError("--generation must be current or document.")
        }
        return EmulatorOptions(
            port: port, seed: seed, generation: generation, speed: clock.speed, practice: practice)
    }

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port must be from 0 to 65535.")
        }
        _ = try options()
    }
}

/// The only definition of the version.
enum Version {
    static let current = "0.1.0"
}
