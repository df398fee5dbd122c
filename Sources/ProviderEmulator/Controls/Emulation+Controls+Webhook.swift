/// The control that enters a webhook, as a person does on a provider's website.
extension Emulation {
    mutating func setWebhook(_ body: ControlBody) throws(ControlRefusal) -> JSON {
        let name = try body.requiredText("provider")
        guard let index = providers.firstIndex(where: { $0.name == name }) else {
            let names = providers.map(\.name).joined(separator: ", ")
            throw .badRequest("There is no provider \(name). There are: \(names).")
        }
        let url = body.text("url")
        guard url.map(VirtualSMSEmulator.mayBePosted) ?? true else {
            throw .badRequest("The url must be https, or on this machine.")
        }
        guard providers[index].setWebhook(url) else {
            throw .badRequest("\(name) has no webhook to enter on its website.")
        }
        return ["provider": .string(name), "url": url.map(JSON.string) ?? .null]
    }
}
