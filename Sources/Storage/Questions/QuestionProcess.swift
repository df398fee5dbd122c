import CProcess
import Foundation

/// The life of the process that runs one statement: the program itself, started again with a hidden
/// argument. It opens the database, shuts itself in, answers and ends.
package enum QuestionProcess {
    /// The argument that makes the program such a process instead of itself.
    package static let argument = "question"
    /// The descriptor its socket is handed over as.
    package static let socketDescriptor: Int32 = 3

    /// Bytes of address space above what the program itself takes.
    private static let memoryHeadroom = 512 << 20
    /// Seconds of work, should nobody be there any more to give the statement up.
    private static let mostSeconds: rlim_t = 60

    /// Answers what is asked on the socket.
    package static func run(descriptor: Int32 = socketDescriptor) -> Never {
        guard cprocess_confine(descriptor, memoryHeadroom) == 0,
            let question = try? JSONDecoder().decode(Question.self, from: read(descriptor))
        else { _exit(1) }
        // Behind the manager's own work where there is not time for both.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        var limit = rlimit(rlim_cur: mostSeconds, rlim_max: mostSeconds + 1)
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
        // With a name for it the C library does not look at the file again, which it could not.
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
        // Nothing is tidied up: it would mean calls that are no longer allowed.
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
