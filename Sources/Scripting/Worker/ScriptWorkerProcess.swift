import CLua
import CProcess
import Glibc

/// The life of the process that runs Lua: the program itself, started again with a hidden argument.
///
/// It shuts itself in before it has seen a line of any script, and says so. Nothing in it is worth
/// protecting from a script but the time of its owner, and that is kept by the other side.
package enum ScriptWorkerProcess {
    /// The argument that makes the program a worker instead of itself.
    package static let argument = "script-worker"
    /// The descriptor its socket is handed over as.
    package static let socketDescriptor: Int32 = 3

    /// Serves requests until the manager is gone.
    package static func run(descriptor: Int32 = socketDescriptor) -> Never {
        let socket = WorkerSocket(descriptor: descriptor)
        var failed = cprocess_confine(descriptor, memoryHeadroom)
        if failed == 0 { failed = clua_prepare() }
        if failed == 0 { failed = cprocess_filter() }
        guard failed == 0 else {
            let reason = String(cString: strerror(failed))
            socket.send(Frame(.refused, WireWriter.encode(.string(reason))))
            _exit(1)
        }
        socket.send(Frame(.ready, []))
        let requests = WorkerRequests(
            limits: receiveLimits(socket), questions: WorkerQuestions(socket: socket))
        while true {
            do throws(WireError) {
                try requests.carryOut(socket.receive()) { socket.send(Frame(.reply, $0)) }
            } catch {
                _exit(1)
            }
        }
    }

    /// Bytes of address space above what the program itself takes: room for many scripts.
    private static let memoryHeadroom = 1 << 30

    private static func receiveLimits(_ socket: WorkerSocket) -> ScriptLimits {
        let frame = socket.receive()
        var reader = WireReader(frame.payload)
        guard frame.verb == .limits, let value = try? reader.value() else { _exit(1) }
        return ScriptLimits(value)
    }
}
