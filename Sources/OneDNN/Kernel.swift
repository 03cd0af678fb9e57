import CDNNL

/// Weights of a layer: as they were stored, and in each order that some primitive asked for.
@safe final class Kernel {
    private let plain: Tensor
    private let description: dnnl_memory_desc_t
    private var arranged: [(description: dnnl_memory_desc_t, storage: Storage)] = []

    /// `strides`: Where the numbers of each index stand in `numbers`.
    init(_ numbers: [Float], shape: [Int], strides: [Int], _ element: Element) throws(OneDNNError) {
        plain = Tensor([numbers.count], element, copying: numbers)
        description = try dnnl_memory_desc_t(shape, element, strides: strides)
    }

    func arranged(as wanted: dnnl_memory_desc_t, on machine: Machine) throws(OneDNNError) -> Storage {
        var (wanted, own) = (wanted, description)
        if unsafe dnnl_memory_desc_equal(&wanted, &own) != 0 { return plain.storage }
        for known in arranged {
            var other = known.description
            if unsafe dnnl_memory_desc_equal(&wanted, &other) != 0 { return known.storage }
        }
        let bytes = unsafe dnnl_memory_desc_get_size(&wanted)
        let storage = Storage(count: bytes / plain.element.byteCount, element: plain.element, byteCount: bytes)
        let reorder = try Operation(PrimitiveDescription(reordering: description, into: wanted, on: machine))
        try reorder.run(on: machine, [(DNNL_ARG_FROM, plain.storage), (DNNL_ARG_TO, storage)])
        arranged.append((wanted, storage))
        return storage
    }
}
