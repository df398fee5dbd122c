import CProcess
import Glibc

/// Why there is no worker.
struct SpawnError: Error, CustomStringConvertible {
    var why: String

    var description: String { "the script worker could not be started: \(why)" }

    init(_ why: String) {
        self.why = why
    }
}

/// Spawns the program as a worker; returns its process id and our end of the socket.
func spawnWorker(_ executable: String) throws(SpawnError) -> (process: pid_t, socket: Int32) {
    var process: Int32 = 0
    var socket: Int32 = -1
    let failed = cprocess_spawn(
        executable, ScriptWorkerProcess.argument, ScriptWorkerProcess.socketDescriptor, &process,
        &socket)
    guard failed == 0 else {
        throw SpawnError("\(executable): \(String(cString: strerror(failed)))")
    }
    return (process, socket)
}
