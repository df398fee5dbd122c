/// A program to start, with its environment.
struct ProgramCommand: Sendable, Equatable {
    /// The program and its arguments; not empty.
    var arguments: [String]
    var environment: [String: String]
    var directory: String

    /// The program to start: a path if it contains a slash, otherwise a name to look up in `PATH`.
    var program: String {
        let name = arguments.first ?? ""
        return name.contains("/") ? ConfiguredPath.resolve(name, in: directory) : name
    }
}

/// Why a program could not be started.
enum SpawnFailure: Error, Equatable {
    case notFound
    case notAllowed
    /// It exists but cannot be executed, or it has too many arguments.
    case notAProgram(reason: String)
    /// The machine cannot start another process at the moment.
    case exhausted(reason: String)
}
