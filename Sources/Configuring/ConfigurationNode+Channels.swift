import Channels

/// The keys of a channel are a table like any other.
extension ConfigurationNode: ChannelKeys {}
