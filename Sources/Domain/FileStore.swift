/// Where pictures are kept, those that came in and those that were drawn.
package protocol FileStore: Sendable {
    /// Keeps bytes durably under a name of the store's own choosing.
    func write(_ bytes: [UInt8], format: PictureFormat) async throws(StoreError) -> StoredFile
    func read(_ key: FileKey) async throws(StoreError) -> [UInt8]
    /// Where the file lies on this machine's disk, for the kernel to send it; `nil` when it is gone.
    func path(of key: FileKey) -> String?
    /// Removes files; one that is gone already is no fault.
    func delete(_ keys: [FileKey]) async throws(StoreError)
    /// The files that were written before a moment; for finding those that no task knows.
    func files(writtenBefore moment: Timestamp) async throws(StoreError) -> [FileKey]
}
