import Foundation
import TestSupport

/// Programs as the measurements start them: what they complain of is not looked at, and what they do
/// not say ends the measurement.
extension TestProcess {
    convenience init(_ path: String, _ arguments: [String]) throws {
        try self.init(arguments, errors: .nullDevice, program: path)
    }

    /// Waits for a line that begins so.
    func line(_ beginning: String) async throws -> String {
        if let line = await line(where: { $0.hasPrefix(beginning) }) { return line }
        throw BenchFailure("a program never said \"\(beginning)\".")
    }

    /// Runs a program to its end and gives back what it printed.
    static func output(_ path: String, _ arguments: [String]) async throws -> String {
        let program = try TestProcess(path, arguments)
        var lines: [String] = []
        for await line in program.lines { lines.append(line) }
        // Its output also ends for whoever is cancelled: then it is ended as well.
        try Task.checkCancellation()
        while program.isRunning { try await Task.sleep(for: .milliseconds(2)) }
        guard program.code == 0 else {
            let name = URL(fileURLWithPath: path).lastPathComponent
            throw BenchFailure(
                "\(name) \(arguments.joined(separator: " ")) failed: "
                    + "run it by hand to see why.")
        }
        return lines.joined(separator: "\n")
    }

    /// Runs a program that prints one number.
    static func number(_ path: String, _ arguments: [String]) async throws -> Double {
        let text = try await output(path, arguments)
        guard let number = Double(text) else { throw BenchFailure("\(path) printed: \(text)") }
        return number
    }
}
