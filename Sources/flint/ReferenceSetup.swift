import Catalog
import Domain
import Imaging
import Studio
import Web

extension Settings {
    /// For URLs that clients name: references and webhooks.
    func client() throws -> Client {
        try Client(.init(route: .direct(Guard(allowing: fetchAllow)), userAgent: "Flint/\(Flint.version)"))
    }

    func gathering(files: any FileStore, client: Client) -> Gathering {
        let fetcher = ReferenceFetcher(client: client)
        return Gathering(catalog: .spark, files: files, fetch: fetcher.fetch, decoder: Decoder())
    }
}
