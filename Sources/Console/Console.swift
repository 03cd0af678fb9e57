package import Catalog
package import Domain
package import Gateway
package import HTTP
import Imaging
import JSON

/// The pages of the service: the console for those who signed in, and the documentation for everybody.
package struct Console: Sendable {
    package struct Configuration: Sendable {
        package var version = ""
        /// The folder whose disk is shown.
        package var folder = "."
        package var startedAt = SystemClock().now

        package init() {}
    }

    let configuration: Configuration
    let gateway: Gateway
    let catalog: Catalog
    let store: any TaskStore & KeyStore & PeopleStore & HistoryStore
    let files: any FileStore
    let engines: Engines
    let clock: any WallClock
    let assets = Assets()
    let thumbnails = ThumbnailCache()
    let devices = DeviceDesk()
    let library: DocsLibrary
    let searchIndexes = SearchIndexes()

    package init(
        configuration: Configuration,
        gateway: Gateway,
        catalog: Catalog = .spark,
        store: any TaskStore & KeyStore & PeopleStore & HistoryStore,
        files: any FileStore,
        engines: Engines,
        clock: any WallClock = SystemClock()
    ) {
        self.configuration = configuration
        self.gateway = gateway
        self.catalog = catalog
        self.store = store
        self.files = files
        self.engines = engines
        self.clock = clock
        library = DocsLibrary(catalog: catalog)
    }

    package func add(to router: inout Router) {
        router.on(.get, "/", handler: page { _ in Response.redirect(to: "/console") })
        router.on(.get, "/favicon.ico", handler: page(showIcon))
        router.on(.get, "/console/assets/:version/:name", handler: page(sendAsset))
        router.on(.post, "/console/language", handler: page(chooseLanguage))
        addSignIn(to: &router)
        router.on(.get, "/console", handler: page(showPlayground))
        router.on(.post, "/console/api/samples", handler: page(writeSamples))
        router.on(.get, "/console/api/tasks/:id/live", handler: page(watchTask))
        router.on(.get, "/console/tasks", handler: page(showGallery))
        router.on(.get, "/console/api/tasks", handler: page(listTasks))
        router.on(.get, "/console/api/tiles", handler: page(refreshTiles))
        router.on(.get, "/console/tasks/:id", handler: page(showTask))
        router.on(.post, "/console/tasks/:id/cancel", handler: page(cancelTask))
        router.on(.post, "/console/tasks/:id/delete", handler: page(deleteTask))
        router.on(.get, "/console/pictures/:id/:index", handler: page(sendPicture))
        router.on(.get, "/console/thumbnails/:id/:index", handler: page(sendThumbnail))
        router.on(.get, "/console/references/:id/:index", handler: page(sendReference))
        router.on(.get, "/console/keys", handler: page(showKeys))
        router.on(.post, "/console/keys", handler: page(createKey))
        router.on(.post, "/console/keys/:id", handler: page(changeKey))
        router.on(.post, "/console/keys/:id/rotate", handler: page(rotateKey))
        router.on(.post, "/console/keys/:id/revoke", handler: page(revokeKey))
        router.on(.get, "/console/usage", handler: page(showUsage))
        router.on(.get, "/console/usage.csv", handler: page(sendUsage))
        router.on(.get, "/console/system", handler: page(showSystem))
        router.on(.get, "/console/people", handler: page(showPeople))
        router.on(.post, "/console/people", handler: page(invitePerson))
        router.on(.post, "/console/people/remove", handler: page(removePerson))
        router.on(.get, "/docs", handler: page(showDocs))
        router.on(.get, "/docs/search.json", handler: page(sendSearchIndex))
        router.on(.get, "/docs/:page", handler: page(showDocsPage))
        addDevices(to: &router)
        router.on(.get, "/console/*rest", handler: page { _ in throw Stop.notFound })
    }
}
