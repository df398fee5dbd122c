import ArgumentParser
import Console
import EmulatorServer
import ProviderEmulator
import Providers

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
        subcommands: [
            Serve.self, InitCommand.self, TestCommand.self, ReceiveCommand.self,
            RestoreCommand.self, EmulatorCommand.self,
        ],
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
            Ends on SIGTERM, SIGINT or SIGQUIT with everything committed; SIGHUP is ignored. \
            Waits up to 45 seconds for a paid call in progress; a second signal ends it at once.
            """)

    @OptionGroup var clock: ClockOptions
}

/// Hands in a message of one of the person's own numbers.
struct ReceiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Hands in a message that one of your own numbers received.",
        discussion: """
            Reads the text from standard input. When this ends, the message is stored, or kept in \
            data/received/ until a manager can store it. It returns 1 if the manager does not know \
            the number.

            With --from it is called by a modem's program:
              RunOnReceive = linekeeper receive --line modem --from gammu
              eventhandler = a script with: linekeeper receive --line modem --from smstools "$@"

            Example:
              echo "Your code is 482913" | linekeeper receive --line home --sender MYBANK
            """)

    @Option(help: "The number: its name in config.lua, label, id, or the end of the number.")
    var line: String

    @Option(help: "The sender: a number or a name.")
    var sender: String?

    @Option(
        help: ArgumentHelp(
            "When it was received, such as 2026-11-30T10:00:00Z.", valueName: "time"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "An id: a message handed in twice under one id is stored once.", valueName: "id"))
    var id: String?

    @Option(help: "The program that calls this: \(MessageHook.names).")
    var from: MessageHook?

    @Argument(help: "With --from: what that program adds.")
    var words: [String] = []

    func validate() throws {
        guard let from else {
            guard words.isEmpty else {
                throw ValidationError("The text is read from standard input, not from the words.")
            }
            return
        }
        guard sender == nil, at == nil, id == nil else {
            throw ValidationError(
                "\(from.rawValue) says itself who sent the message and when; leave out --sender, "
                    + "--at and --id.")
        }
    }
}

extension MessageHook: ExpressibleByArgument {
    static var names: String { allCases.map(\.rawValue).joined(separator: " or ") }
}

/// Restores a copy of the database.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replaces the database with a copy made by `backup`.",
        discussion: """
            No manager may run on the home. The file is checked and only read; the former \
            database is kept beside the new one. The next start asks the providers for purchases, \
            extensions and refunds made since.
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
        abstract: "Emulates the providers on this machine, for practice and tests.",
        discussion: """
            Prints one line for each provider, NAME URL KEY, then "ready". Its own controls are \
            under /_emulator/ and described in docs/emulator.md.
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes any that is free.")
    var port = 0

    @Option(help: "Determines prices, stock and ids.")
    var seed: UInt64 = 1

    @Option(help: "The form of SMSPool's answers: current or document.")
    var generation = "current"

    // The root has this option too and removes it from the words first; the shared group restores
    // it.
    @OptionGroup var clock: ClockOptions

    @Flag(help: "Start with some lines and send messages automatically.")
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
