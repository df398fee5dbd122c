/// Why a manager does not start.
enum StartError: Error, Equatable, Sendable {
    case noFolder(String, reason: String)
    case notWritable(String)
    case pathTooLong(String)
    case alreadyRunning(processID: Int32?)
    /// What is to be done needs the home for itself.
    case mustStop(processID: Int32?)
    case badOption(String)
}

extension StartError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noFolder(let path, let reason):
            "The folder \(path) cannot be made (\(reason)). Make it, or name another with --home."
        case .notWritable(let path):
            "The folder \(path) cannot be written. Make it writable for this user, or name another "
                + "with --home."
        case .pathTooLong(let path):
            "\(path) is too long for a socket (107 bytes at most). Choose a shorter --home."
        case .alreadyRunning(let id):
            "A manager\(id.map { " (process \($0))" } ?? "") already runs on this home. "
                + "`linekeeper` attaches to it; stop it to start another."
        case .mustStop(let id):
            "A manager\(id.map { " (process \($0))" } ?? "") runs on this home. Stop it first."
        case .badOption(let text): text
        }
    }
}
