import Channels
import Configuring
import EmulatorServer
import Foundation
import Keeping
import Lines
import ProviderEmulator
import Scripting
import Synchronization
import Transport

/// `config.lua` on disk: evaluated in the script worker, with its secrets resolved here.
struct ConfigurationFile {
    let home: Home
    let worker: ScriptWorker

    /// The configuration, or all defaults if there is no file; and the places of its keys.
    func read() async throws -> (Configuration, Keys) {
        let file = URL(fileURLWithPath: home.configuration)
        guard FileManager.default.fileExists(atPath: file.path) else {
            var configuration = Configuration()
            configuration.keeper.zone = .machine
            return (configuration, Keys())
        }
        let source: String
        do {
            source = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw ConfigurationError(
                "\(file.path) cannot be read (\(error.localizedDescription)). "
                    + "Make it readable for this user.")
        }
        let root = home.root
        do {
            let document = try await ConfigurationReader(
                worker: worker, channelKinds: ChannelKinds.names
            ).read(source, name: file.lastPathComponent)
            let keys = Mutex(Keys())
            let configuration = try Configuration(
                document, environment: { ProcessInfo.processInfo.environment[$0] },
                file: { name in
                    let path = name.hasPrefix("/") ? name : root + "/" + name
                    keys.withLock { $0.files.append(path) }
                    return Self.secret(in: path)
                }, machineZone: .machine,
                plain: { name in keys.withLock { $0.plain.append(name) } })
            for (name, settings) in configuration.channels {
                guard let fault = settings.fault(in: root) else { continue }
                let place = document.place(of: ["channels", name])
                throw ConfigurationError("\(place): channels.\(name): \(fault).")
            }
            return (configuration, keys.withLock { $0 })
        } catch let failure as ScriptFailure {
            throw ConfigurationError(failure.description)
        }
    }

    /// The sources of keys other than the environment.
    struct Keys: Sendable {
        /// Fields that contain a key, such as `accounts.pool.key`.
        var plain: [String] = []
        /// Files that contain only a key.
        var files: [String] = []
    }

    private static func secret(in path: String) -> String? {
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Configuration {
    /// The same with the emulated providers as accounts, and with channels and routes for the
    /// shipped scripts if the person has none.
    func practising(with addresses: [EmulatedProviderAddress]) -> Configuration {
        var practice = self
        practice.accounts = addresses.compactMap { address in
            ProviderName(rawValue: address.name).map { provider -> AccountSettings in
                var account = AccountSettings(
                    name: provider == .smspool ? "practice" : provider.rawValue,
                    provider: provider, key: Secret(address.key), url: address.url)
                // The lines of the others follow, so that every start numbers them alike.
                account.adopts = provider == .smspool
                return account
            }
        }
        practice.keeper.policy.polling.rentals = .seconds(3)
        practice.keeper.policy.polling.activations = .seconds(3)
        guard channels.isEmpty else { return practice }
        practice.channels = [
            ("log", FileSettings(path: "data/practice-messages.jsonl")),
            ("phone", FileSettings(path: "data/practice-phone.jsonl")),
        ]
        practice.keeper.alerts = AlertSettings(route: ["phone"], channels: ["phone", "log"])
        practice.keeper.routes = ["bank": ["phone", "log"], "codes": ["phone"], "digest": ["log"]]
        return practice
    }
}
