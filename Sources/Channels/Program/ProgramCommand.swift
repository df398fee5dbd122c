/// What is to be started, and in what surroundings.
struct ProgramCommand: Sendable, Equatable {
    /// The program and its arguments; not empty.
    var arguments: [String]
    var environment: [String: String]
    var directory: String

    /// What to start: a path as it is when there is a slash in it, otherwise a name to be looked
    /// for in `PATH`.
    var program: String {
        let name = arguments.first ?? ""
        return name.contains("/") ? Place.resolve(name, in: directory) : name
    }
}

/// Why a program could not be started.
enum SpawnFailure: Error, Equatable {
    case notFound
    case notAllowed
    /// It is there, but nothing the machine can run, or its arguments are too many.
    case notAProgram(reason: String)
    /// The machine has no room for another process just now.
    case exhausted(reason: String)
}
