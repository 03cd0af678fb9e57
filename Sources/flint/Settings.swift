import Catalog
import Domain
import Gateway
import HTTP
import Imaging
import Studio
import Web

/// Everything that can be set, with its default.
struct Settings: Sendable {
    var listen = [ListenAddress.tcp(host: "127.0.0.1", port: 8080)]
    var data = "data"
    var publicURL: String?
    var trustedProxies: Set<String> = []
    var origins: Set<String> = []
    var secret: String?
    var engine = EngineName.ember
    var engines: String?
    var checkpoints: String?
    var mirror = "https://huggingface.co"
    var weights: String?
    var threads: Int?
    var workers = 1
    var loops: Int?
    var queueLimit = 10_000
    var maxConnections = 20_000
    var maxConnectionsPerAddress: Int?
    var drainGrace = Duration.seconds(20)
    var keepFiles = Duration.days(7)
    var keepTasks = Duration.days(90)
    var quota: Int?
    var label = LabelWording.english
    var producer = "Flint"
    var promptsInFiles = false
    var prices = Prices()
    var metricsNeedKey = false
    var fetchAllow: [CIDR] = []
    var rewriterURL: String?
    var rewriterModel = "default"
    var rewriterKey: String?
    var rewriterTimeout = Duration.seconds(20)
    var logLevel = Log.Level.info
}

/// What draws.
enum EngineName: String, CaseIterable, Sendable {
    case ember, none
}

/// One setting: its name, what it is for, how its text is read, and how it is shown.
struct Setting: Sendable {
    /// As in the file; `--public-url` and `FLINT_PUBLIC_URL` are made from it.
    var name: String
    var help: String
    var isSecret = false
    /// Reads a text; answers what the text must be where it is not.
    var read: @Sendable (inout Settings, String) -> String?
    var show: @Sendable (Settings) -> String

    var flag: String { "--" + name.replacing("_", with: "-") }
    var environment: String { "FLINT_" + name.uppercased() }
}

extension Setting {
    static let all: [Setting] = [
        Setting(
            name: "listen",
            help: "Where to listen: 127.0.0.1:8080, [::1]:8080 or unix:/path; several with commas.",
            read: { settings, text in
                let addresses = text.items.map { ListenAddress($0) }
                guard !addresses.isEmpty, !addresses.contains(nil) else { return "ADDRESS:PORT or unix:/path" }
                settings.listen = addresses.compactMap { $0 }
                return nil
            },
            show: { $0.listen.map(\.description).joined(separator: ",") }
        ),
        text("data", "The folder that holds everything: store, pictures, secret.", \.data),
        Setting(
            name: "public_url",
            help: "How clients reach the service, https://pictures.example.com; else the Host of each request.",
            read: { settings, text in
                guard text.isWebURL, !text.hasSuffix("/") else {
                    return "an http or https URL without a slash at its end"
                }
                settings.publicURL = text
                return nil
            },
            show: { $0.publicURL ?? "" }
        ),
        list("trusted_proxies", "Addresses of proxies whose X-Forwarded headers are believed.", \.trustedProxies),
        list("origins", "Origins of web pages that may call, https://app.example.com, or *.", \.origins),
        Setting(
            name: "secret",
            help: "What signs links and keys, 32 characters or more; else a random one is kept in the data folder.",
            isSecret: true,
            read: { settings, text in
                guard text.utf8.count >= 32 else { return "at least 32 characters long" }
                settings.secret = text
                return nil
            },
            show: { $0.secret == nil ? "" : "•••" }
        ),
        Setting(
            name: "engine",
            help:
                "What draws: ember, the model inside, or none, so that every task fails with the code that ends in 099.",
            read: { settings, text in
                guard let engine = EngineName(rawValue: text) else { return "ember or none" }
                settings.engine = engine
                return nil
            },
            show: { $0.engine.rawValue }
        ),
        optionalText(
            "engines",
            "The manifest of engines, docs/ENGINES.md; engines.toml in the current folder where there is one.",
            \.engines
        ),
        optionalText(
            "checkpoints",
            "The folder of downloaded models; checkpoints in the data folder by default.",
            \.checkpoints
        ),
        Setting(
            name: "mirror",
            help: "Where flint pull finds the files that are written hf:OWNER/REPO/FILE.",
            read: { settings, text in
                guard text.isWebURL, !text.hasSuffix("/") else {
                    return "an http or https URL without a slash at its end"
                }
                settings.mirror = text
                return nil
            },
            show: { $0.mirror }
        ),
        Setting(
            name: "weights",
            help: "The folder with Ember's weights; by default Weights beside the program or above it.",
            read: { settings, text in
                settings.weights = text
                return text.isEmpty ? "not empty" : nil
            },
            show: { $0.weights ?? "" }
        ),
        optionalCount("threads", "Threads that draw; one per core by default.", 1...1024, \.threads),
        count("workers", "Tasks that are drawn at once; 0 answers requests only.", 0...1024, \.workers),
        optionalCount("loops", "Threads that answer requests; one per core by default.", 1...1024, \.loops),
        count("queue_limit", "Tasks that may wait; more are refused with 429.", 1...10_000_000, \.queueLimit),
        count("max_connections", "Connections at once.", 1...1_000_000, \.maxConnections),
        optionalCount(
            "max_connections_per_address",
            "Connections at once from one address.",
            1...1_000_000,
            \.maxConnectionsPerAddress
        ),
        duration("drain_grace", "How long running work may go on after SIGTERM.", \.drainGrace),
        duration("keep_files", "How long pictures are kept after the end of their task.", \.keepFiles),
        duration("keep_tasks", "How long tasks are remembered after their end.", \.keepTasks),
        Setting(
            name: "disk_quota",
            help: "Space for pictures, 20GB; the oldest go first. No limit by default.",
            read: { settings, text in
                guard let bytes = text.byteCount else { return "a size such as 500MB or 20GB" }
                settings.quota = bytes
                return nil
            },
            show: { $0.quota.map { "\($0)" } ?? "" }
        ),
        Setting(
            name: "label",
            help: "What the visible label says: english (AI Generated), chinese (AI生成) or both.",
            read: { settings, text in
                guard let label = LabelWording(rawValue: text) else { return "english, chinese or both" }
                settings.label = label
                return nil
            },
            show: { $0.label.rawValue }
        ),
        Setting(
            name: "producer",
            help:
                "Who makes the pictures, as each file says (ContentProducer of GB 45438): a name or a registered code.",
            read: { settings, text in
                guard (1...200).contains(text.unicodeScalars.count) else { return "1 to 200 characters long" }
                settings.producer = text
                return nil
            },
            show: { $0.producer }
        ),
        Setting(
            name: "prompts_in_files",
            help: "Whether the prompt is written into the metadata of each file.",
            read: { settings, text in
                guard let value = Bool(text) else { return "true or false" }
                settings.promptsInFiles = value
                return nil
            },
            show: { "\($0.promptsInFiles)" }
        ),
        Setting(
            name: "prices",
            help: "US dollars a picture: default=0.03, MODEL=0.04, MODEL>PIXELS=0.06 for pictures of more pixels.",
            read: { settings, text in
                guard let prices = Prices(text) else { return "such as default=0.03,spark_dream_5_0>5000000=0.06" }
                settings.prices = prices
                return nil
            },
            show: { $0.prices.text }
        ),
        Setting(
            name: "metrics_need_key",
            help: "Whether /metrics asks for a key.",
            read: { settings, text in
                guard let value = Bool(text) else { return "true or false" }
                settings.metricsNeedKey = value
                return nil
            },
            show: { "\($0.metricsNeedKey)" }
        ),
        Setting(
            name: "fetch_allow",
            help: "Private networks that references and webhooks may reach, 10.0.0.0/8; none by default.",
            read: { settings, text in
                guard let networks = try? CIDR.list(text) else { return "networks such as 10.0.0.0/8,fd00::/8" }
                settings.fetchAllow = networks
                return nil
            },
            show: { $0.fetchAllow.map(\.description).joined(separator: ",") }
        ),
        Setting(
            name: "rewriter_url",
            help:
                "A server with OpenAI's chat completions that rewrites prompts, http://localhost:11434/v1; rules inside do it by default.",
            read: { settings, text in
                guard text.isWebURL else { return "an http or https URL" }
                settings.rewriterURL = text
                return nil
            },
            show: { $0.rewriterURL ?? "" }
        ),
        text("rewriter_model", "The model that the rewriter's server is asked for.", \.rewriterModel),
        Setting(
            name: "rewriter_key",
            help: "The key for the rewriter's server, where it wants one.",
            isSecret: true,
            read: { settings, text in
                guard !text.isEmpty, text.utf8.allSatisfy({ (33...126).contains($0) }) else {
                    return "without spaces or special characters"
                }
                settings.rewriterKey = text
                return nil
            },
            show: { $0.rewriterKey == nil ? "" : "•••" }
        ),
        duration(
            "rewriter_timeout",
            "How long the rewriter's server may take before the rules inside do it.",
            \.rewriterTimeout
        ),
        Setting(
            name: "log_level",
            help: "debug, info, warning or error.",
            read: { settings, text in
                guard let level = Log.Level(rawValue: text) else { return "debug, info, warning or error" }
                settings.logLevel = level
                return nil
            },
            show: { $0.logLevel.rawValue }
        ),
    ]

    // MARK: - Kinds

    private static func text(
        _ name: String,
        _ help: String,
        _ path: any WritableKeyPath<Settings, String> & Sendable
    ) -> Setting {
        Setting(
            name: name,
            help: help,
            read: { settings, text in
                settings[keyPath: path] = text
                return text.isEmpty ? "not empty" : nil
            },
            show: { $0[keyPath: path] }
        )
    }

    private static func optionalText(
        _ name: String,
        _ help: String,
        _ path: any WritableKeyPath<Settings, String?> & Sendable
    ) -> Setting {
        Setting(
            name: name,
            help: help,
            read: { settings, text in
                settings[keyPath: path] = text
                return text.isEmpty ? "not empty" : nil
            },
            show: { $0[keyPath: path] ?? "" }
        )
    }

    private static func list(
        _ name: String,
        _ help: String,
        _ path: any WritableKeyPath<Settings, Set<String>> & Sendable
    ) -> Setting {
        Setting(
            name: name,
            help: help,
            read: { settings, text in
                settings[keyPath: path] = Set(text.items)
                return nil
            },
            show: { $0[keyPath: path].sorted().joined(separator: ",") }
        )
    }

    private static func count(
        _ name: String,
        _ help: String,
        _ range: ClosedRange<Int>,
        _ path: any WritableKeyPath<Settings, Int> & Sendable
    ) -> Setting {
        Setting(
            name: name,
            help: help,
            read: { settings, text in
                guard let number = Int(text), range.contains(number) else { return range.rule }
                settings[keyPath: path] = number
                return nil
            },
            show: { "\($0[keyPath: path])" }
        )
    }

    private static func optionalCount(
        _ name: String,
        _ help: String,
        _ range: ClosedRange<Int>,
        _ path: any WritableKeyPath<Settings, Int?> & Sendable
    ) -> Setting {
        Setting(
            name: name,
            help: help,
            read: { settings, text in
                guard let number = Int(text), range.contains(number) else { return range.rule }
                settings[keyPath: path] = number
                return nil
            },
            show: { $0[keyPath: path].map { "\($0)" } ?? "" }
        )
    }

    private static func duration(
        _ name: String,
        _ help: String,
        _ path: any WritableKeyPath<Settings, Duration> & Sendable
    ) -> Setting {
        Setting(
            name: name,
            help: help,
            read: { settings, text in
                guard let duration = text.duration else { return "a time such as 30s, 10m, 24h or 7d" }
                settings[keyPath: path] = duration
                return nil
            },
            show: { $0[keyPath: path].shortText }
        )
    }
}

extension ClosedRange<Int> {
    fileprivate var rule: String { "a number from \(lowerBound) to \(upperBound)" }
}

extension String {
    /// What stands between the commas.
    fileprivate var items: [String] { split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty } }

    /// `30s`, `10m`, `24h`, `7d`.
    fileprivate var duration: Duration? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = last.flatMap({ units[$0] }), let number = Int64(dropLast()), (0...1_000_000).contains(number)
        else {
            return nil
        }
        return .seconds(number * unit)
    }

    /// `500MB`, `20GB`, or bytes.
    fileprivate var byteCount: Int? {
        let units = [("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30), ("TB", 1 << 40)]
        for (name, factor) in units where uppercased().hasSuffix(name) {
            return Int(dropLast(2)).flatMap { (1...100_000).contains($0) ? $0 * factor : nil }
        }
        return Int(self).flatMap { $0 > 0 ? $0 : nil }
    }
}

extension Duration {
    fileprivate var shortText: String {
        let seconds = components.seconds
        for (unit, size) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds > 0 && seconds % size == 0 {
            return "\(seconds / size)\(unit)"
        }
        return "\(seconds)s"
    }
}

extension Prices {
    /// Reads `default=0.03,MODEL=0.04,MODEL>PIXELS=0.06`.
    init?(_ text: String) {
        self.init()
        for item in text.items {
            let parts = item.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            guard parts.count == 2, let price = Money(parts[1]) else { return nil }
            if parts[0] == "default" {
                standard = price
                continue
            }
            let key = parts[0].split(separator: ">", maxSplits: 1).map { String($0).trimmed }
            guard Catalog.spark[key[0]] != nil, let above = key.count == 2 ? Int(key[1]) : 0, above >= 0 else {
                return nil
            }
            models[key[0], default: []].append(Step(above: above, price: price))
        }
        for model in models.keys { models[model]?.sort { $0.above < $1.above } }
    }

    var text: String {
        let steps = models.sorted { $0.key < $1.key }.flatMap { model, steps in
            steps.map { $0.above == 0 ? "\(model)=\($0.price)" : "\(model)>\($0.above)=\($0.price)" }
        }
        return (["default=\(standard)"] + steps).joined(separator: ",")
    }
}
