using System.Collections.Generic;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>The alerts of TLS by their numbers: RFC 8446 section 6, RFC 5246 section 7.2, RFC 6066 section 9.</summary>
internal static class AlertNames
{
    internal const int BadRecordMac = 20;
    internal const int HandshakeFailure = 40;
    internal const int DecryptError = 51;
    internal const int ProtocolVersion = 70;
    internal const int InsufficientSecurity = 71;
    internal const int InternalError = 80;
    internal const int UnrecognizedName = 112;

    private static readonly Dictionary<int, string> s_names = new()
    {
        [0] = "close_notify",
        [10] = "unexpected_message",
        [BadRecordMac] = "bad_record_mac",
        [21] = "decryption_failed",
        [22] = "record_overflow",
        [30] = "decompression_failure",
        [HandshakeFailure] = "handshake_failure",
        [41] = "no_certificate",
        [42] = "bad_certificate",
        [43] = "unsupported_certificate",
        [44] = "certificate_revoked",
        [45] = "certificate_expired",
        [46] = "certificate_unknown",
        [47] = "illegal_parameter",
        [48] = "unknown_ca",
        [49] = "access_denied",
        [50] = "decode_error",
        [DecryptError] = "decrypt_error",
        [60] = "export_restriction",
        [ProtocolVersion] = "protocol_version",
        [InsufficientSecurity] = "insufficient_security",
        [InternalError] = "internal_error",
        [86] = "inappropriate_fallback",
        [90] = "user_canceled",
        [100] = "no_renegotiation",
        [109] = "missing_extension",
        [110] = "unsupported_extension",
        [111] = "certificate_unobtainable",
        [UnrecognizedName] = "unrecognized_name",
        [113] = "bad_certificate_status_response",
        [114] = "bad_certificate_hash_value",
        [115] = "unknown_psk_identity",
        [116] = "certificate_required",
        [120] = "no_application_protocol",
        [121] = "ech_required",
    };

    /// <summary>The sentence that says that the server sent an alert.</summary>
    internal static string Sent(int number) => $"the server sent the alert {Describe(number)}.";

    /// <summary>Such as handshake_failure (40).</summary>
    internal static string Describe(int number)
    {
        string digits = number.ToString(CultureInfo.InvariantCulture);
        return s_names.TryGetValue(number, out string? name) ? $"{name} ({digits})" : digits;
    }
}
