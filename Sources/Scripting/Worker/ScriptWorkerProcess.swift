import CLua
import CProcess
import Glibc
import Lines

/// The process that runs Lua: this program, started again with a hidden argument.
///
/// It confines itself before it sees any script, and reports that. Nothing in it needs protection
/// from a script except its owner's time, and the manager takes care of that.
package enum ScriptWorkerProcess {
    /// The argument that starts the program as a worker.
    package static let argument = "script-worker"
    /// The descriptor on which it receives its socket.
    package static let socketDescriptor: Int32 = 3

    /// Serves requests until the manager has gone.
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
        clua_prepare_last_words(
            descriptor, Frame.Verb.reply.rawValue, WorkerReply.Outcome.unstoppable.rawValue)
        socket.send(Frame(.ready, []))
        let questions = WorkerQuestions(socket: socket)
        let requests = WorkerRequests(
            limits: receiveLimits(socket, questions), questions: questions)
        while true {
            do throws(WireError) {
                try requests.carryOut(socket.receive()) { socket.send(Frame(.reply, $0)) }
            } catch {
                _exit(1)
            }
        }
    }

    /// Bytes of address space beyond those the program itself uses: enough for many scripts.
    private static let memoryHeadroom = 1 << 30

    private static func receiveLimits(
        _ socket: WorkerSocket, _ questions: WorkerQuestions
    ) -> ScriptLimits {
        let frame = socket.receive()
        var reader = WireReader(frame.payload)
        guard frame.verb == .limits, let value = try? reader.value() else { _exit(1) }
        if let zone = value["zone"].flatMap(LocalZone.init) { questions.set(zone) }
        return ScriptLimits(value)
    }
}
