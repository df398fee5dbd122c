import Channels
import Foundation
import Keeping
import Lines
import ProviderEmulator
import Scripting
import Transport

/// `config.lua` on disk: read in the script worker, its secrets looked up here.
struct ConfigurationFile {
    let home: Home
    let worker: ScriptWorker

    /// The configuration; every default when there is no file.
    func read() async throws -> Configuration {
        let file = URL(fileURLWithPath: home.configuration)
        guard FileManager.default.fileExists(atPath: file.path) else { return Configuration() }
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
            let document = try await ConfigurationReader(worker: worker)
                .read(source, name: file.lastPathComponent)
            return try Configuration(
                document, environment: { ProcessInfo.processInfo.environment[$0] },
                file: { Self.secret(in: $0, from: root) })
        } catch let failure as ScriptFailure {
            throw ConfigurationError(failure.description)
        }
    }

    private static func secret(in path: String, from root: String) -> String? {
        let whole = path.hasPrefix("/") ? path : root + "/" + path
        let text = try? String(contentsOfFile: whole, encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Configuration {
    /// The same, with the emulated providers for accounts, and channels and routes for the scripts
    /// that are shipped where the person has none.
    func practising(with addresses: [EmulatedProviderAddress]) -> Configuration {
        var practice = self
        practice.accounts = addresses.compactMap { address in
            ProviderName(rawValue: address.name).map {
                AccountSettings(
                    name: "practice", provider: $0, key: Secret(address.key), url: address.url)
            }
        }
        practice.keeper.policy.polling.rentals = .seconds(3)
        practice.keeper.policy.polling.activations = .seconds(3)
        guard channels.isEmpty else { return practice }
        practice.channels = [
            ("log", .file(FileSettings(path: "data/practice-messages.jsonl"))),
            ("phone", .file(FileSettings(path: "data/practice-phone.jsonl"))),
        ]
        practice.keeper.routes = ["bank": ["phone", "log"], "codes": ["phone"], "digest": ["log"]]
        return practice
    }
}
