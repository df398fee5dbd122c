import CProcess
import Foundation

/// The process that runs one statement: this program, started again with a hidden argument. It
/// opens the database, confines itself, answers and exits.
package enum QuestionProcess {
    /// The argument that starts the program as this process.
    package static let argument = "question"
    /// The descriptor on which it receives its socket.
    package static let socketDescriptor: Int32 = 3

    /// Bytes of address space beyond those the program itself uses.
    private static let memoryHeadroom = 512 << 20
    /// Seconds of processor time, in case nobody is left to cancel the statement.
    private static let mostSeconds: rlim_t = 60

    /// Answers the question on the socket.
    package static func run(descriptor: Int32 = socketDescriptor) -> Never {
        guard cprocess_confine(descriptor, memoryHeadroom) == 0,
            let question = try? JSONDecoder().decode(Question.self, from: read(descriptor))
        else { _exit(1) }
        // Lower priority than the manager's own work.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        var limit = rlimit(rlim_cur: mostSeconds, rlim_max: mostSeconds + 1)
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
        // If TZ is set, the C library does not try to read the file again, which it no longer
        // could.
        setenv("TZ", question.zone ?? ":/etc/localtime", 1)
        tzset()
        let reply: QuestionReply
        do {
            let connection = try QuestionConnection(question.path)
            guard cprocess_filter_for_reading() == 0 else { _exit(1) }
            reply = .table(try connection.run(question.sql, limit: question.limit))
        } catch {
            reply = error.reply
        }
        write((try? JSONEncoder().encode(reply)) ?? Data(), descriptor)
        // No cleanup: it would need calls that are no longer allowed.
        _exit(0)
    }

    private static func read(_ descriptor: Int32) -> Data {
        var data = Data()
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &room, room.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return data }
            data += room[..<count]
        }
    }

    private static func write(_ data: Data, _ descriptor: Int32) {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { _exit(1) }
            rest = rest.dropFirst(count)
        }
    }
}
