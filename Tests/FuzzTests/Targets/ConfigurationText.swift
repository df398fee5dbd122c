import Configuring
import Keeping

@testable import Scripting

/// `config.lua`, evaluated in this process and decoded as at a start.
enum ConfigurationText {
    /// The configuration, or the sentence a person would read instead.
    static func read(_ source: String) -> Result<Configuration, ConfigurationError> {
        let requests = WorkerRequests(
            limits: limits, questions: WorkerQuestions(socket: WorkerSocket(descriptor: -1)))
        let request: ScriptValue = ["name": "config.lua", "source": .string(source)]
        let payload = WireWriter.encode("config.lua") + WireWriter.encode(request)
        var answer: [UInt8] = []
        try? requests.carryOut(Frame(.configure, payload)) { answer = $0 }
        guard let reply = try? WorkerReply(payload: answer[...]) else {
            return .failure(ConfigurationError("the worker's reply cannot be read"))
        }
        guard reply.outcome == .done else {
            let failure = ScriptFailure(script: "config.lua", reply)
            return .failure(ConfigurationError(failure.description))
        }
        return Result { () throws(ConfigurationError) in
            do {
                let document = try ConfigurationDocument(
                    name: "config.lua", source: source, evaluated: reply.value)
                return try decode(document)
            } catch let failure as ScriptFailure {
                throw ConfigurationError(failure.description)
            } catch let error as ConfigurationError {
                throw error
            } catch {
                throw ConfigurationError("\(error)")
            }
        }
    }

    private static var limits: ScriptLimits {
        var limits = ScriptLimits()
        limits.soft = .milliseconds(500)
        return limits
    }

    static func decode(
        _ document: ConfigurationDocument
    ) throws(ConfigurationError) -> Configuration {
        try Configuration(
            document, environment: { $0 == "NOT_SET" ? nil : "a secret" },
            file: { $0.hasSuffix(".key") ? "a secret" : nil })
    }

    /// The error is one understandable sentence that begins with the file.
    static func complaint(of error: ConfigurationError) -> String? {
        let text = error.description
        guard text.hasPrefix("config.lua:") else { return "it does not say where: \(text)" }
        guard text.utf8.count > "config.lua:".utf8.count + 3 else { return "it says nothing" }
        // The worker keeps 16 KB of Lua's message.
        return text.utf8.count > 20_000 ? "it is \(text.utf8.count) bytes long" : nil
    }
}

extension Target {
    static let configuration = Target(
        name: "configuration", inputs: 2500, spoil: LuaText.spoil
    ) { input in
        Alarm.install()
        // As when the file is read: invalid UTF-8 is rejected earlier.
        guard let source = String(validating: input, as: UTF8.self) else { return nil }
        switch ConfigurationText.read(source) {
        case .success: return nil
        case .failure(let error): return ConfigurationText.complaint(of: error)
        }
    }
}
