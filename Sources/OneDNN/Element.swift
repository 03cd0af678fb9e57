import CDNNL

/// What numbers a tensor holds.
package enum Element: Sendable, Hashable {
    case float32, bfloat16

    @usableFromInline
    package var byteCount: Int { self == .float32 ? 4 : 2 }

    /// The element that products of matrices are fastest in on this processor.
    package static var fastest: Element {
        let known = dnnl_get_effective_cpu_isa().rawValue
        return known & dnnl_cpu_isa_avx512_core_bf16.rawValue == dnnl_cpu_isa_avx512_core_bf16.rawValue
            ? .bfloat16 : .float32
    }

    var type: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}
