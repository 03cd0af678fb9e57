import Domain
import Rewriting
import Web

extension Settings {
    /// What rewrites prompts: the language model that the settings name, else the rules inside.
    func rewriter(log: Log) throws -> any Rewriter {
        guard let rewriterURL else { return BuiltInRewriter() }
        var configuration = RemoteRewriter.Configuration(url: rewriterURL, model: rewriterModel)
        configuration.key = rewriterKey
        configuration.timeout = rewriterTimeout
        // The operator named the server, so it may stand in a private network.
        let client = try Client(.init(route: .direct(.everything), userAgent: "Flint/\(Flint.version)"))
        return RemoteRewriter(configuration, client: client, log: log)
    }
}
