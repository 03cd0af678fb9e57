import CDNNL

/// oneDNN on the processor, for one thread that orders and a number of threads that work.
///
/// It must be made and used on one and the same thread: OpenMP gives each ordering thread workers of its own, which take over its priority.
@safe package final class Machine {
    let engine: dnnl_engine_t
    let stream: dnnl_stream_t
    package let threads: Int
    /// What enters products of matrices.
    package let element: Element
    private var products: [ProductShape: Operation] = [:]

    private struct ProductShape: Hashable {
        let count: Int
        let rows: Int
        let inner: Int
        let columns: Int
        let isTransposed: Bool
        let element: Element
    }

    /// Cores that this process may run on.
    package static var cores: Int { max(1, Int(omp_get_num_procs())) }

    package init(threads: Int, element: Element = .fastest) throws(OneDNNError) {
        self.threads = max(1, threads)
        self.element = element
        var engine: dnnl_engine_t?
        try check(unsafe dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create")
        guard let engine = unsafe engine else { throw OneDNNError(call: "dnnl_engine_create", status: 0) }
        var stream: dnnl_stream_t?
        try check(unsafe dnnl_stream_create(&stream, engine, dnnl_stream_default_flags.rawValue), "dnnl_stream_create")
        guard let stream = unsafe stream else { throw OneDNNError(call: "dnnl_stream_create", status: 0) }
        unsafe self.engine = engine
        unsafe self.stream = stream
        omp_set_num_threads(Int32(self.threads))
    }

    deinit {
        unsafe dnnl_stream_destroy(stream)
        unsafe dnnl_engine_destroy(engine)
    }

    /// Products of matrices, one for each first index: `a` is count × rows × inner, `b` count × inner × columns,
    /// or with `transposed` count × columns × inner. Answers floats.
    package func multiply(_ a: Tensor, _ b: Tensor, transposed: Bool = false) throws(OneDNNError) -> Tensor {
        let shape = ProductShape(
            count: a.shape[0],
            rows: a.shape[1],
            inner: a.shape[2],
            columns: b.shape[transposed ? 1 : 2],
            isTransposed: transposed,
            element: a.element
        )
        precondition(
            b.shape[0] == shape.count && b.shape[transposed ? 2 : 1] == shape.inner && b.element == a.element,
            "\(a.shape) × \(b.shape)"
        )
        let result = Tensor([shape.count, shape.rows, shape.columns])
        let operation = try product(shape)
        try operation.run(
            on: self,
            [(DNNL_ARG_SRC, a.storage), (DNNL_ARG_WEIGHTS, b.storage), (DNNL_ARG_DST, result.storage)]
        )
        return result
    }

    private func product(_ shape: ProductShape) throws(OneDNNError) -> Operation {
        if let known = products[shape] { return known }
        var a = try dnnl_memory_desc_t([shape.count, shape.rows, shape.inner], shape.element)
        let strides =
            shape.isTransposed
            ? [shape.inner * shape.columns, 1, shape.inner] : [shape.inner * shape.columns, shape.columns, 1]
        var b = try dnnl_memory_desc_t([shape.count, shape.inner, shape.columns], shape.element, strides: strides)
        var c = try dnnl_memory_desc_t([shape.count, shape.rows, shape.columns], .float32)
        var wanted = dnnl_matmul_desc_t()
        try check(unsafe dnnl_matmul_desc_init(&wanted, &a, &b, nil, &c), "dnnl_matmul_desc_init")
        let operation = try Operation(unsafe PrimitiveDescription(&wanted, finish: Finish(), on: self))
        products[shape] = operation
        return operation
    }

    /// Calls `body` with every number below `count`, on all threads; which thread takes which number is always the same.
    package func parallel(_ count: Int, _ body: (Int) -> Void) {
        guard threads > 1, count > 1 else { return (0..<count).forEach(body) }
        withoutActuallyEscaping(body) { body in
            var share = Share(count: count, body: body)
            unsafe withUnsafeMutablePointer(to: &share) { share in
                unsafe GOMP_parallel(
                    { share in
                        guard let share = unsafe share?.assumingMemoryBound(to: Share.self) else { return }
                        let (own, all) = (Int(omp_get_thread_num()), Int(omp_get_num_threads()))
                        for index in stride(from: own, to: unsafe share.pointee.count, by: all) {
                            unsafe share.pointee.body(index)
                        }
                    },
                    share,
                    UInt32(threads),
                    0
                )
            }
        }
    }

    private struct Share {
        let count: Int
        let body: (Int) -> Void
    }
}
