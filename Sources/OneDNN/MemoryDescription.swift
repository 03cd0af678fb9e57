import CDNNL

extension dnnl_memory_desc_t {
    /// Numbers at known strides.
    init(_ shape: [Int], _ element: Element, strides: [Int]) throws(OneDNNError) {
        self.init()
        let (lengths, steps) = (shape.map { dnnl_dim_t($0) }, strides.map { dnnl_dim_t($0) })
        try check(
            unsafe dnnl_memory_desc_init_by_strides(&self, Int32(shape.count), lengths, element.type, steps),
            "dnnl_memory_desc_init_by_strides"
        )
    }

    /// Numbers without gaps, the last index running fastest.
    init(_ shape: [Int], _ element: Element) throws(OneDNNError) {
        var strides = [Int](repeating: 1, count: shape.count)
        for index in shape.indices.dropLast().reversed() { strides[index] = strides[index + 1] * shape[index + 1] }
        try self.init(shape, element, strides: strides)
    }

    /// Numbers in whatever order the primitive likes best.
    init(free shape: [Int], _ element: Element) throws(OneDNNError) {
        self.init()
        let lengths = shape.map { dnnl_dim_t($0) }
        try check(
            unsafe dnnl_memory_desc_init_by_tag(&self, Int32(shape.count), lengths, element.type, dnnl_format_tag_any),
            "dnnl_memory_desc_init_by_tag"
        )
    }
}
