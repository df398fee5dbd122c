// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Line editing is compiled in where libedit's header is there, and left out where it is not.
let hasLibEdit = hasHeader("histedit.h")

// The channels `mail` and `mqtt` likewise; without its library a channel says at the start what is missing.
let hasCurl = hasHeader("curl/curl.h")
let hasMosquitto = hasHeader("mosquitto.h")

/// Whether a system library can be compiled against. Debian keeps some headers by architecture.
func hasHeader(_ name: String) -> Bool {
    ["", "x86_64-linux-gnu/", "aarch64-linux-gnu/"].contains { folder in
        FileManager.default.fileExists(atPath: "/usr/include/\(folder)\(name)")
    }
}

// `make fuzz` builds the readers of bytes from outside into a program of libFuzzer's instead of tests.
let isGuided = Context.environment["LINEKEEPER_FUZZ"] != nil
let watched: [SwiftSetting] =
    isGuided ? [.define("GUIDED"), .unsafeFlags(["-sanitize=fuzzer,address"])] : []

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ] + watched

let http: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(
    name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioHTTPTypesCore: Target.Dependency = .product(
    name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioExtras: Target.Dependency = .product(name: "NIOExtras", package: "swift-nio-extras")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

// Tests live through hours with crowds of lines, whose duties unoptimized code computes several times
// more slowly. Assertions stay. Optimizing the other modules takes longer than their tests gain.
let isOptimized = !isGuided && Context.environment["LINEKEEPER_UNOPTIMIZED"] == nil
let optimized: [SwiftSetting] =
    isOptimized
    ? [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))] : []

func source(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A module in which tests spend most of their time.
func busySource(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict + optimized)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let readers: [Target.Dependency] = [
    "Providers", "Transport", "Scripting", "Control", "Configuring", "Keeping", "Storage", "Codes",
    "Lines",
    "Console",
    "Channels", "ProviderEmulator", "Networking", "Randomness",
]
let fuzzTests = Target.testTarget(
    name: "FuzzTests",
    dependencies: readers + [
        "TestSupport", "linekeeper", "Serving", hummingbird, nio, nioPosix, logging,
    ],
    exclude: ["Corpus"], swiftSettings: strict)
let fuzzProgram = Target.executableTarget(
    name: "Fuzz", dependencies: readers, path: "Tests/FuzzTests",
    exclude: ["Corpus", "Processes", "CampaignTests.swift", "FindingTests.swift"],
    swiftSettings: strict,
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])

let package = Package(
    name: "linekeeper",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "linekeeper", targets: ["linekeeper"]),
        .library(name: "CrashShim", type: .dynamic, targets: ["CrashShim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    ],
    targets: [
        .target(
            name: "CLua",
            cSettings: [.treatAllWarnings(as: .error)]
                + (isGuided ? [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])] : []),
            linkerSettings: [.linkedLibrary("lua5.4")]),
        // The table of words in the top folder `data`: the program carries what it reads.
        .target(
            name: "CCodeWords", exclude: ["code-words.txt"],
            cSettings: [.treatAllWarnings(as: .error)]),
        source("Codes", ["CCodeWords"]),
        // The scripts and samples of the top folders: a new home begins with what the program carries.
        .target(name: "CShippedFiles", cSettings: [.treatAllWarnings(as: .error)]),
        busySource("Lines", ["Codes"]),
        source("Randomness", []),
        source("VirtualTime", ["Lines", "Randomness"]),
        source("Transport", ["Lines"]),
        source(
            "Networking",
            [
                "Lines", "Transport", http, nio, nioHTTP, nioPosix, nioWebSocket, nioSSL,
                nioExtras, logging,
            ]),
        source("Providers", ["Lines", "Transport", crypto]),
        // System calls that are variadic, or made between fork and exec.
        .target(name: "CProcess", cSettings: [.treatAllWarnings(as: .error)]),
        .target(
            name: "CSQLite", cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("sqlite3")]),
        source("Storage", ["Codes", "Lines", "CProcess", "CSQLite", grdb]),
        source("Scripting", ["Lines", "Transport", "CLua", "CProcess"]),
        source(
            "Channels",
            ["Lines", "Transport", crypto, logging, mustache] + (hasCurl ? ["CCurl"] : [])
                + (hasMosquitto ? ["CMosquitto"] : [])),
        busySource("Accounts", ["Lines", "Transport", "Providers", "Storage", "Channels"]),
        busySource(
            "Keeping",
            [
                "Accounts", "Lines", "Transport", "Providers", "Storage", "Scripting", "Channels",
                logging,
            ]),
        source(
            "Running",
            [
                "Keeping", "Accounts", "Lines", "Transport", "Providers", "Storage", "Scripting",
                "Channels", lifecycle, logging,
            ]),
        source("Rehearsing", ["Keeping", "Scripting", "Transport", "Lines"]),
        source(
            "Configuring",
            [
                "Keeping", "Accounts", "Lines", "Transport", "Networking", "Providers", "Channels",
                "Scripting",
            ]),
        source("Serving", ["Lines", hummingbirdCore, nio, nioHTTPTypesCore, logging]),
        source(
            "Control",
            [
                "Lines", "Transport", "Networking", "Accounts", "Keeping", "Running", "Serving",
                hummingbird, http, nio, httpTypes, logging,
            ]),
        source(
            "Push",
            [
                "Lines", "Transport", "Providers", "Accounts", "Keeping", "Running", "Serving",
                hummingbird, nio,
                httpTypes,
                logging,
            ]),
        source(
            "Console",
            ["Lines", "Transport", "Control", arguments] + (hasLibEdit ? ["CLibEdit"] : [])),
        source(
            "Chats", ["Console", "Channels", "Lines", "Transport", lifecycle, logging]),
        .target(
            name: "ProviderEmulator",
            dependencies: ["Lines", "Randomness", crypto],
            // Of the top folder `data`: the program carries what it reads.
            resources: [.embedInCode("catalogue.json")], swiftSettings: strict),
        source(
            "EmulatorServer",
            [
                "Lines", "ProviderEmulator", hummingbird, hummingbirdCore, lifecycle, nio, nioPosix,
                nioHTTP, nioWebSocket, nioHTTPTypes, httpTypes, http, logging,
            ]),
        .executableTarget(
            name: "linekeeper",
            dependencies: [
                "Console", "Chats", "Control", "Push", "Accounts", "Keeping", "Running",
                "Rehearsing", "Configuring", "Providers", "Storage", "Scripting",
                "Channels",
                "Transport", "Networking", "Lines", "ProviderEmulator", "EmulatorServer",
                "CProcess", "CShippedFiles",
                arguments, lifecycle, signals, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "TestSupport", "Codes", "Accounts", "Keeping", "Running", "Configuring",
                "Providers", "Storage", "Scripting", "Channels",
                "Transport", "Lines",
                "Networking", "ProviderEmulator", "VirtualTime", grdb, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Simulation",
            dependencies: [
                "Accounts", "Keeping", "Running", "Providers", "Storage", "Scripting", "Channels",
                "Transport", "Lines", "ProviderEmulator", "VirtualTime", arguments, grdb, logging,
            ],
            swiftSettings: strict),
        // Preloaded into the manager by tests that kill it, fill its disk or set its clock.
        .target(
            name: "CrashShim", path: "Tests/CrashShim",
            cSettings: [.treatAllWarnings(as: .error)]),
        // What tests stand on, and the measurements.
        .target(
            name: "TestSupport",
            dependencies: [
                "Lines", "Transport", "Networking", "ProviderEmulator", "EmulatorServer",
                hummingbird, nio, logging,
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("HouseRulesTests", ["TestSupport"]),
        .executableTarget(
            name: "CodeFigures", dependencies: ["Codes", "Randomness"], path: "Tests/CodeFigures",
            exclude: ["Corpus", "figures.txt"], swiftSettings: strict),
        tests("CodesTests", ["Codes", "CodeFigures"]),
        tests("LinesTests", ["Codes", "Lines"]),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "TestSupport", "Transport", "Networking", "Lines", "Randomness", "VirtualTime",
                hummingbird, http, nio, nioHTTP,
                nioPosix, nioEmbedded, nioWebSocket, nioSSL, logging,
            ],
            exclude: ["Certificates"], swiftSettings: strict),
        tests(
            "ServingTests",
            [
                "TestSupport", "Serving", "Push", "Control", "Accounts", "Keeping", "Running",
                "Configuring", "Providers", "Scripting",
                "Storage", "Transport", "Networking", "Lines", hummingbird, nio, nioPosix, logging,
            ]),
        tests("ProvidersTests", ["TestSupport", "Providers", "Transport", "Lines"]),
        .testTarget(
            name: "StorageTests",
            dependencies: ["TestSupport", "Codes", "Storage", "Lines", "linekeeper", grdb],
            exclude: ["Fixtures"], swiftSettings: strict),
        // Lua's own matcher beside ours, for tests only.
        .target(
            name: "PatternTwins", dependencies: ["CLua"], path: "Tests/PatternTwins",
            cSettings: [.treatAllWarnings(as: .error)]),
        tests(
            "ScriptingTests",
            ["TestSupport", "PatternTwins", "Scripting", "Transport", "Lines", "linekeeper"]),
        tests(
            "RehearsingTests",
            ["TestSupport", "Rehearsing", "Scripting", "Transport", "Lines", "linekeeper"]),
        .testTarget(
            name: "ChannelsTests",
            dependencies: [
                "TestSupport", "Channels", "Transport", "Lines", "Randomness", hummingbird, nio,
                logging,
            ],
            exclude: ["Servers/mail_server.py", "Servers/old_broker.py"], swiftSettings: strict),
        tests(
            "KeepingTests",
            [
                "Accounts", "Keeping", "Running", "Configuring", "Providers", "Storage",
                "Scripting", "Channels", "Transport", "Lines",
                "linekeeper", grdb, logging,
            ]),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["TestSupport", "Console", "Control", "Lines", arguments],
            exclude: ["Transcripts", "Manager"], swiftSettings: strict),
        tests(
            "ChatsTests",
            [
                "TestSupport", "Chats", "Channels", "Console", "Control", "Transport", "Lines",
                lifecycle, logging,
            ]),
        tests(
            "ProviderEmulatorTests", ["TestSupport", "ProviderEmulator", "EmulatorServer", "Lines"]),
        tests(
            "ConformanceTests",
            [
                "TestSupport", "ProviderEmulator", "EmulatorServer", "Providers", "Transport",
                "Networking", "Lines",
            ]),
        tests(
            "DocsTests",
            [
                "TestSupport", "Console", "Providers", "ProviderEmulator", "Transport", "Scripting",
                "Channels", "Lines",
            ]),
        tests("SimulationTests", ["TestSupport", "Simulation"]),
        tests(
            "FaultTests",
            [
                "TestSupport", "Accounts", "Keeping", "Running", "Configuring", "Providers",
                "Transport", "Storage", "Scripting",
                "Channels", "Lines", "Networking", "ProviderEmulator", "EmulatorServer", logging,
            ]),
        isGuided ? fuzzProgram : fuzzTests,
        tests("EndToEnd", ["TestSupport", "linekeeper", "Transport", crypto, grdb]),
        tests(
            "CrashTests",
            ["TestSupport", "linekeeper", "ProviderEmulator", "Lines", "Randomness", grdb]),
    ] + (hasLibEdit ? [.target(name: "CLibEdit", linkerSettings: [.linkedLibrary("edit")])] : [])
        + (hasCurl
            ? [
                .target(
                    name: "CCurl", cSettings: [.treatAllWarnings(as: .error)],
                    linkerSettings: [.linkedLibrary("curl")])
            ] : [])
        + (hasMosquitto
            ? [
                .target(
                    name: "CMosquitto", cSettings: [.treatAllWarnings(as: .error)],
                    linkerSettings: [.linkedLibrary("mosquitto")])
            ] : [])
)
