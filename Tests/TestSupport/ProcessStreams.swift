import Foundation

/// What a program that is started reads from and writes to, and the start itself.
struct ProcessStreams {
    /// Nil for nothing.
    private let input: FileHandle?
    private let output: FileHandle
    /// Nil for where ours goes.
    private let errors: FileHandle?
    /// The other end of the output, where that is a pipe of our own.
    let told: FileHandle?
    /// What is the program's alone once it runs.
    private let handedOver: [FileHandle]

    init(input: Pipe?, output: FileHandle?, errors: FileHandle?) {
        let pipe = output == nil ? Pipe() : nil
        self.input = input?.fileHandleForReading
        self.output = output ?? pipe?.fileHandleForWriting ?? .nullDevice
        self.errors = errors
        told = pipe?.fileHandleForReading
        handedOver = [input?.fileHandleForReading, pipe?.fileHandleForWriting].compactMap { $0 }
    }

    init(terminal: FileHandle) {
        (input, output, errors) = (terminal, terminal, terminal)
        told = nil
        handedOver = [terminal]
    }

    /// Starts a program as the leader of a group, with nothing of ours but these streams.
    func spawn(_ command: [String], _ variables: [String: String]) throws -> Int32 {
        defer { for handle in handedOver { try? handle.close() } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let streams: [(Int32, FileHandle?)] = [(0, input ?? .nullDevice), (1, output), (2, errors)]
        for (number, handle) in streams {
            guard let handle else { continue }
            if handle === FileHandle.nullDevice {
                posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            } else {
                posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, number)
            }
        }
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for file in open.compactMap({ Int32($0) }) where file > 2 {
            posix_spawn_file_actions_addclose(&actions, file)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let words = command.map { strdup($0) } + [nil]
        let environment = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + environment { free(text) } }
        var process: pid_t = 0
        let failed = posix_spawn(&process, command[0], &actions, &attributes, words, environment)
        guard failed == 0 else {
            throw UnexpectedAnswer(
                "\(command[0]) cannot be started: \(String(cString: strerror(failed)))")
        }
        return process
    }
}
