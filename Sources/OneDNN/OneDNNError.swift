import CDNNL

/// What oneDNN refused to do, and how it said so.
package struct OneDNNError: Error, CustomStringConvertible {
    package let call: String
    package let status: UInt32

    package var description: String { "oneDNN: \(call) failed with status \(status)" }
}

func check(_ status: dnnl_status_t, _ call: String) throws(OneDNNError) {
    guard status == dnnl_success else { throw OneDNNError(call: call, status: status.rawValue) }
}
