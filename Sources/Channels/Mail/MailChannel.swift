import Foundation
import Synchronization
import Transport

/// Sends each forward as a mail, in one SMTP conversation.
///
/// A server that takes the message for some recipients and puts others off is asked again for the
/// others alone, as long as this process runs; after that everybody gets it again, under the same
/// Message-ID.
final class MailChannel: Channel {
    let name: String
    private let settings: MailSettings
    private let done = Mutex(DoneRecipients())

    init(name: String, settings: MailSettings) {
        self.name = name
        self.settings = settings
    }

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        guard settings.fault == nil, let server = settings.address,
            let from = MailAddress(settings.from)
        else {
            throw .misconfigured(channel: name, reason: settings.fault ?? "its host is invalid")
        }
        let message = MailMessage(
            from: from, to: settings.to.compactMap { MailAddress($0) },
            prefix: settings.subjectPrefix, delivery: delivery)
        let left = done.withLock { $0.left(of: message.to.map(\.address), for: delivery.id) }
        let (dialogue, ending) = await MailSubmission(
            settings: settings, server: server, from: from.address, to: left,
            message: message.bytes
        ).result()
        let verdict = SMTPVerdict(
            channel: name, server: server.authority, timeout: settings.timeout, secrets: secrets)
        do throws(DeliveryError) {
            let receipt = try verdict.judge(dialogue, ending)
            done.withLock { $0.forget(delivery.id) }
            return receipt
        } catch {
            done.withLock { $0.add(dialogue.acceptedRecipients, for: delivery.id) }
            throw error
        }
    }

    /// The password in every form in which it is sent.
    private var secrets: [Secret] {
        guard let password = settings.password, let user = settings.user else { return [] }
        let forms = [password.reveal(), "\u{0}\(user)\u{0}\(password.reveal())"]
        return [password] + forms.map { Secret(Data($0.utf8).base64EncodedString()) }
    }
}

/// Who has a forward already that others were put off for.
struct DoneRecipients {
    /// Forwards; of more, the oldest are forgotten.
    static let most = 100

    private var done: [(id: String, recipients: Set<String>)] = []

    func left(of recipients: [String], for id: String) -> [String] {
        let had = done.first { $0.id == id }?.recipients ?? []
        let left = recipients.filter { !had.contains($0) }
        // Sent again by a person, it is for everybody.
        return left.isEmpty ? recipients : left
    }

    mutating func add(_ recipients: [String], for id: String) {
        guard !recipients.isEmpty else { return }
        let had = done.first { $0.id == id }?.recipients ?? []
        forget(id)
        done.append((id, had.union(recipients)))
        done.removeFirst(max(0, done.count - Self.most))
    }

    mutating func forget(_ id: String) {
        done.removeAll { $0.id == id }
    }
}
