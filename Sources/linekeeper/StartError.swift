import Lines

/// Why a manager does not start.
enum StartError: Error, Equatable, Sendable {
    case noFolder(String, reason: String)
    case notWritable(String)
    case pathTooLong(String)
    case alreadyRunning(processID: Int32?)
    /// The operation needs exclusive use of the home.
    case mustStop(processID: Int32?)
    case badOption(String)
    /// No account is configured, but the database contains lines that need attention.
    case held(
        lines: Int, accounts: [String], database: String, configuration: String, isMissing: Bool)
}

extension StartError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noFolder(let path, let reason):
            "Cannot create the folder \(path) (\(reason)). Create it, or choose another with "
                + "--home."
        case .notWritable(let path):
            "The folder \(path) cannot be written. Make it writable for this user, or choose "
                + "another with --home."
        case .pathTooLong(let path):
            "\(path) is too long for a socket (107 bytes at most). Choose a shorter --home."
        case .alreadyRunning(let id):
            "A manager\(id.map { " (process \($0))" } ?? "") already runs on this home. "
                + "`linekeeper` attaches to it; stop it to start another."
        case .mustStop(let id):
            "A manager\(id.map { " (process \($0))" } ?? "") runs on this home. Stop it first."
        case .badOption(let text): text
        case .held(let lines, let accounts, let database, let configuration, let isMissing):
            "\(configuration) \(isMissing ? "does not exist" : "configures no account"), but "
                + "\(database) has \(counted(lines, "line")) "
                + "still held (account\(accounts.count == 1 ? "" : "s") "
                + "\(accounts.joined(separator: ", "))). Put config.lua back, with "
                + "\(accounts.count == 1 ? "that account" : "those accounts"), or choose the "
                + "right home with --home. To practise, use another home."
        }
    }
}
