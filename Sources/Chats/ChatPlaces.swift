/// Keeps how far each channel's chats were heard, over a restart: for services that do not remember it.
package protocol ChatPlaces: Sendable {
    /// Nil if nothing was heard yet.
    func place(of channel: String) -> String?
    func keep(_ place: String, of channel: String)
}
