package import Transport

/// A program that is run once per delivery.
package struct ProgramSettings: ChannelSettings, Equatable {
    package static let kind = "program"

    /// The program and its arguments, passed unchanged: there is no shell.
    package var command: [String]
    /// How long it may run.
    package var timeout: Duration
    /// Additional environment variables.
    package var environment: [String: String]
    /// More of them, which are never shown.
    package var keys: [String: Secret]

    package init(
        command: [String], timeout: Duration = .seconds(10), environment: [String: String] = [:],
        keys: [String: Secret] = [:]
    ) {
        self.command = command
        self.timeout = timeout
        self.environment = environment
        self.keys = keys
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let command = try keys.texts("command") else {
            throw keys.missing("command", "give it as command = { \"notify-send\", \"SMS\" }")
        }
        self.init(command: command)
        timeout = try keys.timeout(or: timeout)
        if let variables = try keys.variables("environment") {
            environment = variables.texts
            self.keys = variables.secrets
        }
    }

    package var summary: String { command.first ?? "" }

    package var secrets: [Secret] { Array(keys.values) }

    /// All variables, for the program alone.
    var variables: [String: String] {
        environment.merging(keys.mapValues { $0.reveal() }) { $1 }
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        ProgramChannel(name: name, settings: self, directory: directory)
    }

    package var fault: String? {
        guard let program = command.first, !program.isEmpty else {
            return "its command is empty; it must be a list that starts with a program"
        }
        guard !command.contains(where: { $0.utf8.contains(0) }) else {
            return "its command contains an invalid character"
        }
        let variables = self.variables
        let names = variables.keys
        guard names.allSatisfy({ !$0.isEmpty && !$0.contains("=") && !$0.utf8.contains(0) }),
            variables.values.allSatisfy({ !$0.utf8.contains(0) })
        else { return "its environment contains an invalid name or value" }
        return timeout > .zero ? nil : "its timeout must be greater than zero"
    }
}
