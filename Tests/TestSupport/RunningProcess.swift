import Foundation

/// What the kernel says of processes that run.
package enum RunningProcess {
    /// Children of any thread of a process.
    package static func children(of process: Int32) -> [Int32] {
        let threads =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task"))
        return (threads ?? []).flatMap { thread in
            let path = "/proc/\(process)/task/\(thread)/children"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { Int32($0) }
        }
    }
}
