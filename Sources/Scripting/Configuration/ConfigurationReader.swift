package struct ConfigurationReader { package static let channelTypes = ["ntfy", "webhook", "file", "program", "telegram", "mail"] }
