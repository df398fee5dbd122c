import Foundation
import Scripting

/// The process: a script worker when the manager started it as one, otherwise what the command line
/// asks for.
@main
enum Main {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Before anything else: a worker must be small, and must not touch a terminal or a home.
        if arguments.first == ScriptWorkerProcess.argument {
            ScriptWorkerProcess.run()
        }
        exit(await CommandLineFace(arguments: arguments).run())
    }
}
