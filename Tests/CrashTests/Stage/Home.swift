import Foundation

/// The content of the home: a configuration with two channels, and the scripts whose decisions are
/// counted afterwards.
enum Home {
    static func write(to folder: String, url: String, key: String, receiver: String) throws {
        let configuration = """
            accounts = {
              pool = {
                provider = "smspool", key = "\(key)", url = "\(url)", requests_per_second = 1000,
              },
            }
            channels = {
              log  = file { path = "forwarded.jsonl" },
              desk = webhook { url = "\(receiver)" },
            }
            routes = { codes = { "log", "desk" } }
            polling = { rentals = "5s", activations = "5s", awaited = "2s", idle = "30s" }
            spending = { per_day = 50000, scripts = 20000 }
            """
        try configuration.write(
            toFile: folder + "/config.lua", atomically: true, encoding: .utf8)
        for (name, source) in scripts {
            try source.write(
                toFile: "\(folder)/scripts/\(name)", atomically: true, encoding: .utf8)
        }
    }

    static let counting = "10-count.lua"
    static let forwarding = "20-forward.lua"
    static let acting = "30-act.lua"

    /// The text with which a stranger makes a script act.
    enum Request: String, CaseIterable {
        case nothing = ""
        case extend = "EXTEND"
        case resend = "AGAIN"
        case remind = "REMIND"
        case wake = "WAKE"
    }

    private static let scripts = [
        counting: """
        local function more(key, by)
          keeper.remember(key, (keeper.recall(key) or 0) + by)
        end
        function on_message(message)
          more("messages", 1)
          more("ids", message.id)
          keeper.tag("counted")
        end
        function on_line(event) more("events", 1) end
        """,
        forwarding: """
        function on_message(message)
          keeper.route("codes")
          if message.code then keeper.forward("log", { text = "code " .. message.code }) end
        end
        function on_action(action)
          keeper.remember("told", (keeper.recall("told") or 0) + 1)
        end
        """,
        acting: """
        local unwanted = "Telegram"
        function on_message(message)
          local text, line = message.text, message.line
          if text:find("EXTEND") and line.kind == "rental" then keeper.extend(7) end
          if text:find("AGAIN") and line.kind == "activation" then keeper.resend() end
          if text:find("WAKE") and line.kind == "rental" then keeper.wake() end
          if text:find("REMIND") then
            keeper.after("20s", "remind-" .. message.id, { id = message.id })
          end
        end
        function on_line(event)
          if event.kind == "bought" and event.line.service == unwanted then
            keeper.after("10s", "drop-" .. event.line.id, { line = event.line.id })
          end
        end
        function on_timer(name, data)
          keeper.remember("fired", (keeper.recall("fired") or 0) + 1)
          if data.line then
            keeper.cancel(data.line)
          else
            keeper.forward("desk", { text = "reminder of " .. data.id })
          end
        end
        """,
    ]
}
