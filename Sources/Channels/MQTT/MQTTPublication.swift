import Transport

#if canImport(CMosquitto)
    import CMosquitto
    import Foundation
#endif

/// One connection to a broker, through libmosquitto, on which a few messages are published.
struct MQTTPublication: Sendable {
    let settings: MQTTSettings
    let server: WebAddress
    let messages: [MQTTMessage]

    #if canImport(CMosquitto)
        /// Why nothing can be published; nil if it can.
        static let absence: String? = nil

        private static let start: Bool = mosquitto_lib_init() == Int32(MOSQ_ERR_SUCCESS.rawValue)

        func result() async -> MQTTOutcome {
            await BlockingWork.run { work, answer in
                guard Self.start else {
                    var outcome = MQTTOutcome(confirmations: messages.map { _ in nil })
                    outcome.ending = .lost(reason: "libmosquitto did not start")
                    answer(outcome)
                    return
                }
                let end = SpawnedProgram.uptime() + settings.timeout
                let newest = MQTTConnection(self, version: 5, until: end, work).outcome()
                // Brokers of before 2019 know only the version before.
                let isOld = newest.connection == MQTTReason.unsupportedVersion
                answer(
                    isOld ? MQTTConnection(self, version: 4, until: end, work).outcome() : newest)
            }
        }
    #else
        static let absence: String? =
            "this program was built without libmosquitto; install its development files "
            + "(libmosquitto-dev), build it again, then start it"

        func result() async -> MQTTOutcome {
            var outcome = MQTTOutcome(confirmations: messages.map { _ in nil })
            outcome.ending = .impossible(reason: Self.absence ?? "")
            return outcome
        }
    #endif
}
