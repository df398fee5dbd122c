import Foundation

/// A program that takes a text into a clipboard, with a limit on how long it may take.
struct ClipboardProgram {
    static let patience = Duration.seconds(2)

    let arguments: [String]

    /// - Returns: Whether it is there and took the text in time.
    func take(_ text: String) async -> Bool {
        await withTaskGroup(of: Bool?.self) { group in
            let process = Process()
            let input = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = arguments
            process.standardInput = input
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
            process.terminationHandler = {
                ended.yield($0.terminationReason == .exit && $0.terminationStatus == 0)
                ended.finish()
            }
            // A code is far shorter than what a pipe holds, so this never waits; and it comes before the
            // start, while the pipe surely has a reader: a program may end without reading.
            try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            guard (try? process.run()) != nil else { return false }
            try? input.fileHandleForWriting.close()
            group.addTask {
                for await isDone in ends { return isDone }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            let isDone = await group.next() ?? nil
            group.cancelAll()
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            return isDone ?? false
        }
    }
}
