import CDNNL

/// What happens to a result before it is stored.
struct Finish: Hashable {
    /// The result's rows are added to what stands there already.
    var isAdded = false
    var activation = Activation.none
}

package enum Activation: Sendable, Hashable {
    case none
    /// x / (1 + e⁻ˣ).
    case silu
}

/// A primitive made for one shape.
@safe final class Operation {
    private let primitive: dnnl_primitive_t
    /// Weights in the order that this primitive wants.
    let weights: Storage?

    init(_ description: borrowing PrimitiveDescription, weights: Storage? = nil) throws(OneDNNError) {
        var made: dnnl_primitive_t?
        try check(unsafe dnnl_primitive_create(&made, description.handle), "dnnl_primitive_create")
        guard let made = unsafe made else { throw OneDNNError(call: "dnnl_primitive_create", status: 0) }
        unsafe primitive = made
        self.weights = weights
    }

    deinit { unsafe dnnl_primitive_destroy(primitive) }

    func run(on machine: Machine, _ arguments: [(name: Int32, storage: Storage)]) throws(OneDNNError) {
        var list = unsafe [dnnl_exec_arg_t]()
        for argument in arguments {
            unsafe list.append(
                dnnl_exec_arg_t(arg: argument.name, memory: try argument.storage.memory(on: machine.engine))
            )
        }
        try check(
            unsafe dnnl_primitive_execute(primitive, machine.stream, Int32(list.count), list),
            "dnnl_primitive_execute"
        )
    }
}

/// What oneDNN chose for a shape.
@safe struct PrimitiveDescription: ~Copyable {
    let handle: dnnl_primitive_desc_t

    /// `operation`: A `dnnl_…_desc_t` of any kind.
    @unsafe init(_ operation: UnsafeRawPointer, finish: Finish, on machine: Machine) throws(OneDNNError) {
        var attributes: dnnl_primitive_attr_t?
        var after: dnnl_post_ops_t?
        try check(unsafe dnnl_primitive_attr_create(&attributes), "dnnl_primitive_attr_create")
        defer { unsafe dnnl_primitive_attr_destroy(attributes) }
        try check(unsafe dnnl_post_ops_create(&after), "dnnl_post_ops_create")
        defer { unsafe dnnl_post_ops_destroy(after) }
        if finish.isAdded { try check(unsafe dnnl_post_ops_append_sum(after, 1), "dnnl_post_ops_append_sum") }
        if finish.activation == .silu {
            try check(
                unsafe dnnl_post_ops_append_eltwise(after, 1, dnnl_eltwise_swish, 1, 0),
                "dnnl_post_ops_append_eltwise"
            )
        }
        try check(unsafe dnnl_primitive_attr_set_post_ops(attributes, after), "dnnl_primitive_attr_set_post_ops")
        var made: dnnl_primitive_desc_t?
        try check(
            unsafe dnnl_primitive_desc_create(&made, operation, attributes, machine.engine, nil),
            "dnnl_primitive_desc_create"
        )
        guard let made = unsafe made else { throw OneDNNError(call: "dnnl_primitive_desc_create", status: 0) }
        unsafe handle = made
    }

    /// Copies numbers from one order into another.
    init(
        reordering source: dnnl_memory_desc_t,
        into target: dnnl_memory_desc_t,
        on machine: Machine
    ) throws(OneDNNError) {
        var (source, target) = (source, target)
        var made: dnnl_primitive_desc_t?
        try check(
            unsafe dnnl_reorder_primitive_desc_create(&made, &source, machine.engine, &target, machine.engine, nil),
            "dnnl_reorder_primitive_desc_create"
        )
        guard let made = unsafe made else { throw OneDNNError(call: "dnnl_reorder_primitive_desc_create", status: 0) }
        unsafe handle = made
    }

    deinit { unsafe dnnl_primitive_desc_destroy(handle) }

    /// How the primitive wants its weights.
    var weights: dnnl_memory_desc_t {
        get throws(OneDNNError) {
            guard let found = unsafe dnnl_primitive_desc_query_md(handle, dnnl_query_weights_md, 0) else {
                throw OneDNNError(call: "dnnl_primitive_desc_query_md", status: 0)
            }
            return unsafe found.pointee
        }
    }
}
