import CProcess
import Foundation
import Scripting
import Storage

/// The process: what the manager started it as, a script worker or a statement's, otherwise what the
/// command line asks for.
@main
enum Main {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Before anything else: a child must be small, and must not touch a terminal or a home.
        switch arguments.first {
        case ScriptWorkerProcess.argument: ScriptWorkerProcess.run()
        case QuestionProcess.argument: QuestionProcess.run()
        default: break
        }
        // A signal may come at any moment from here on.
        Signals.ignoreMeaningless()
        let face = CommandLineFace(arguments: arguments)
        if face.isServing { Signals.beginServing() }
        // Keys are in the environment already. What it cannot have, it runs without.
        _ = cprocess_hide()
        exit(await face.run())
    }
}
