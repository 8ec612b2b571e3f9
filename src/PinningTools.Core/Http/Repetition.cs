using System;
using System.Collections.Generic;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>
/// Which requests may be sent once more if their connection ended before a byte of a response came. Whether a kept
/// connection is still alive cannot be known before it is used, so that only these use one. A server may have carried
/// out what it did not answer: the methods are those that do the same a second time (RFC 9110 section 9.2.2).
/// </summary>
internal static class Repetition
{
    private static readonly HashSet<string> s_idempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"];

    /// <summary>Those of them that change nothing (RFC 9110 section 9.2.1).</summary>
    private static readonly HashSet<string> s_safe = ["GET", "HEAD", "OPTIONS"];

    internal static bool IsAllowed(HttpMethod method) => s_idempotent.Contains(method.Method);

    internal static bool IsSafe(HttpMethod method) => s_safe.Contains(method.Method);
}
