import Transport

#if canImport(CCurl)
    import CCurl
    import Foundation
#endif

/// One conversation with a mail server, through libcurl.
struct MailSubmission: Sendable {
    let settings: MailSettings
    let server: WebAddress
    let from: String
    let to: [String]
    let message: [UInt8]

    #if canImport(CCurl)
        /// Why no mail can be sent; nil if it can.
        static let absence: String? = nil

        func result() async -> (SMTPDialogue, SMTPEnding) {
            await BlockingWork.run { work, answer in
                guard lk_curl_start() == CURLE_OK, let curl = curl_easy_init() else {
                    answer((SMTPDialogue(), .lost(reason: "out of memory")))
                    return
                }
                let call = SMTPCall(message, work)
                answer(call.perform(curl, self))
                // Says goodbye, for which nobody waits.
                curl_easy_cleanup(curl)
                withExtendedLifetime(call) {}
            }
        }
    #else
        static let absence: String? =
            "this program was built without libcurl; install its development files "
            + "(libcurl4-openssl-dev), build it again, then start it"

        func result() async -> (SMTPDialogue, SMTPEnding) {
            (SMTPDialogue(), .impossible(reason: Self.absence ?? ""))
        }
    #endif
}
