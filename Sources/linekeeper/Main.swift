import Console
import CProcess
import Foundation
import Scripting
import Storage

/// The process: a script worker or query process if the manager started it as one, otherwise
/// whatever the command line requests.
@main
enum Main {
    static func main() async {
        cprocess_restore_environment()
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Before anything else: a child must be small and must not touch a terminal or a home.
        switch arguments.first {
        case ScriptWorkerProcess.argument: ScriptWorkerProcess.run()
        case QuestionProcess.argument: QuestionProcess.run()
        default: break
        }
        openStandardDescriptors()
        HelpWidth.hold()
        // From here on a signal may come at any moment.
        Signals.ignoreMeaningless()
        let entry = EntryPoint(arguments: arguments)
        if entry.isServing { Signals.beginServing() }
        // Keys are already in the environment. If the process cannot be protected from inspection,
        // it runs without that.
        _ = cprocess_hide()
        exit(await entry.run())
    }

    /// Some programs start others with their standard descriptors closed. The next file that is
    /// opened would get such a number, and what is printed would be written into it.
    private static func openStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", O_RDWR)
        }
    }
}
