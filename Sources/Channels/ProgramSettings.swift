/// A program that is run once per delivery.
package struct ProgramSettings: Sendable, Equatable {
    /// The program and its arguments, passed unchanged: there is no shell.
    package var command: [String]
    /// How long it may run.
    package var timeout: Duration
    /// Additional environment variables.
    package var environment: [String: String]

    package init(
        command: [String], timeout: Duration = .seconds(10), environment: [String: String] = [:]
    ) {
        self.command = command
        self.timeout = timeout
        self.environment = environment
    }

    /// Why it cannot work; nil if it can.
    package var fault: String? {
        guard let program = command.first, !program.isEmpty else {
            return "its command is empty; it must be a list that starts with a program"
        }
        guard !command.contains(where: { $0.utf8.contains(0) }) else {
            return "its command contains an invalid character"
        }
        let names = environment.keys
        guard names.allSatisfy({ !$0.isEmpty && !$0.contains("=") && !$0.utf8.contains(0) }),
            environment.values.allSatisfy({ !$0.utf8.contains(0) })
        else { return "its environment contains an invalid name or value" }
        return timeout > .zero ? nil : "its timeout must be greater than zero"
    }
}
