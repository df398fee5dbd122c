import Foundation

extension SpawnedProgram {
    /// Starts the process as the leader of a process group, with no signal blocked or ignored.
    static func start(
        _ command: ProgramCommand, standardInput: Int32, standardOutput: Int32
    ) throws(SpawnFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        posix_spawn_file_actions_adddup2(&actions, standardOutput, 1)
        posix_spawn_file_actions_adddup2(&actions, standardOutput, 2)
        // Our own descriptors are all closed on exec; this is for those of libraries.
        _ = NewerLibC.addCloseFrom?(&actions, 3)
        _ = NewerLibC.addDirectory?(&actions, command.directory)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let environment = command.environment.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        var pid: pid_t = 0
        let code = withCStrings(command.arguments) { arguments in
            withCStrings(environment) { environment in
                posix_spawnp(
                    &pid, command.program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw failure(code) }
        return pid
    }

    private static func failure(_ code: Int32) -> SpawnFailure {
        let reason = String(cString: strerror(code)).lowercased()
        return switch code {
        case ENOENT, ENOTDIR: .notFound
        case EACCES, EPERM: .notAllowed
        case EAGAIN, ENOMEM, EMFILE, ENFILE: .exhausted(reason: reason)
        default: .notAProgram(reason: reason)
        }
    }

    /// The texts as a C array: pointers, terminated by a null pointer.
    private static func withCStrings<Value>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
