package import Catalog
package import Domain
package import HTTP
import JSON
package import Sodium

/// What clients talk to: it knows keys, models and the store, and nothing of drawing.
package struct Gateway: Sendable {
    package struct Configuration: Sendable {
        /// How clients reach this service, `https://pictures.example.com`; else each request's `Host` says it.
        package var publicURL: String?
        /// Addresses of proxies whose `X-Forwarded-*` are believed.
        package var trustedProxies: Set<String> = []
        /// Browsers' origins that may call; `*` is all.
        package var origins: Set<String> = []
        /// How many tasks may wait.
        package var queueLimit = 10_000
        package var prices = Prices()
        /// Whether `/metrics` asks for a key.
        package var metricsNeedKey = false
        /// How long `sync` waits.
        package var syncLimit: Duration = .seconds(15 * 60)
        package var version = "0.1.0"

        package init() {}
    }

    let configuration: Configuration
    let catalog: Catalog
    let tasks: any TaskStore
    let keys: any KeyStore
    let files: any FileStore
    package let desk: KeyDesk
    package let sessions: SessionDesk
    let links: ResultLinks
    let webhooks: WebhookSecrets
    let clock: any WallClock
    let metrics: Metrics
    let log: Log
    let state: ServiceState
    let previews: Previews
    let limiter = RateLimiter()
    let finished = AnswerCache()

    package init(
        configuration: Configuration,
        catalog: Catalog = .spark,
        store: any TaskStore & KeyStore & PeopleStore,
        files: any FileStore,
        secret: Secret,
        clock: any WallClock = SystemClock(),
        metrics: Metrics,
        log: Log,
        state: ServiceState,
        previews: Previews = Previews()
    ) throws {
        self.configuration = configuration
        self.catalog = catalog
        tasks = store
        keys = store
        self.files = files
        desk = try KeyDesk(store: store, secret: secret, clock: clock)
        sessions = try SessionDesk(store: store, secret: secret, clock: clock)
        links = ResultLinks(secret: secret)
        webhooks = WebhookSecrets(secret: secret)
        self.clock = clock
        self.metrics = metrics
        self.log = log
        self.state = state
        self.previews = previews
    }

    /// Answers requests by their path; everything that is not there is 404, with or without a key.
    /// `adding`: Routes of others, the console's, which get the same frame of request id and log line.
    package func handler(adding others: (inout Router) -> Void = { _ in }) -> Handler {
        var router = Router()
        add(to: &router)
        others(&router)
        let routes = router
        return { request in await respond(to: request, by: routes) }
    }

    private func add(to router: inout Router) {
        router.on(.post, "/model/v1/generation", handler: endpoint("create", createTask))
        router.on(.post, "/model/v1/generation/sync", handler: endpoint("sync", createAndWait))
        router.on(.post, "/model/v1/generation/precharge", handler: endpoint("precharge", precharge))
        router.on(.get, "/model/v1/generation/tasks", handler: endpoint("list", listTasks))
        router.on(.get, "/model/v1/generation/task/:id", handler: endpoint("poll", showTask))
        router.on(.delete, "/model/v1/generation/task/:id", handler: endpoint("delete", deleteTask))
        router.on(.post, "/model/v1/generation/task/:id/cancel", handler: endpoint("cancel", cancelTask))
        router.on(.get, "/model/v1/generation/task/:id/preview", handler: endpoint("preview", showPreview))
        router.on(.get, "/model/v1/generation/task/:id/stream", handler: endpoint("stream", streamTask))
        router.on(.get, "/api/v1/skill/models", handler: open("models", listModels))
        router.on(.get, "/api/v1/skill/models/:id/spec", handler: open("spec", showSpecification))
        router.on(.get, "/api/v1/usage", handler: endpoint("usage", showUsage))
        router.on(.get, "/api/v1/user/balance", handler: endpoint("balance", showBalance))
        router.on(.get, "/api/v1/auth/me", handler: endpoint("me", showMe))
        router.on(.get, "/api/v1/webhooks/secret", handler: endpoint("webhook_secret", showWebhookSecret))
        router.on(.post, "/api/v1/webhooks/secret/rotate", handler: endpoint("webhook_secret", rotateWebhookSecret))
        router.on(.get, "/api/v1/keys", handler: endpoint("keys", listKeys))
        router.on(.post, "/api/v1/keys", handler: endpoint("keys", createKey))
        router.on(.patch, "/api/v1/keys/:id", handler: endpoint("keys", changeKey))
        router.on(.delete, "/api/v1/keys/:id", handler: endpoint("keys", revokeKey))
        router.on(.post, "/api/v1/keys/:id/rotate", handler: endpoint("keys", rotateKey))
        router.on(.get, "/api/v1/owners", handler: endpoint("owners", listOwners))
        router.on(.put, "/api/v1/owners/:name", handler: endpoint("owners", changeOwner))
        router.on(.get, "/files/*rest", handler: open("file", sendFile))
        router.on(.get, "/healthz", handler: open("health", showHealth))
        router.on(.get, "/readyz", handler: open("ready", showReadiness))
        router.on(.get, "/metrics", handler: open("metrics", showMetrics))
        router.on(.get, "/openapi.json", handler: open("openapi", showOpenAPI))
        router.on(.get, "/llms.txt", handler: open("llms", showGuide))
    }
}

/// What is known of a request beside its bytes.
struct Call: Sendable {
    var request: Request
    var path: PathParameters
    var id: String
    var dialect: Dialect
    /// The key that was shown, where the endpoint asks for one.
    var key: APIKey?

    /// The key of an endpoint that has one.
    var owner: Owner { key?.owner ?? .standard }

    func taskID() throws(Refusal) -> ImageTask.ID {
        guard let id = path["id"].flatMap({ ImageTask.ID($0) }) else { throw .taskNotFound }
        return id
    }

    /// The values of the query, the first of each name.
    func query(_ name: String) throws(Refusal) -> String? {
        for part in (request.query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard PercentEncoding.decoded(pair[0], plusIsSpace: true) == name else { continue }
            guard let value = PercentEncoding.decoded(pair.count == 2 ? pair[1] : "", plusIsSpace: true) else {
                throw Refusal(.badRequest, "invalid_request", "\(name) has a broken percent escape.", parameter: name)
            }
            return value
        }
        return nil
    }

    func query(_ name: String, default: Int, in range: ClosedRange<Int>) throws(Refusal) -> Int {
        guard let text = try query(name) else { return `default` }
        guard let number = Int(text), range.contains(number) else {
            throw Refusal(
                .badRequest,
                "invalid_request",
                "\(name) must be an integer from \(range.lowerBound) to \(range.upperBound), not \"\(text.prefix(40))\".",
                parameter: name
            )
        }
        return number
    }

    func query<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        _: Choice.Type
    ) throws(Refusal) -> Choice? {
        guard let text = try query(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                .badRequest,
                "invalid_request",
                "\(name) must be one of \(choices), not \"\(text.prefix(40))\".",
                parameter: name
            )
        }
        return choice
    }
}
