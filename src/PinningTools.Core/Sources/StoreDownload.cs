using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Fetches a published store and its signature, each over a connection with a good verdict. The caller's token is the
/// deadline for everything.
/// </summary>
internal static class StoreDownload
{
    private const int Success = 200;
    private const int MaxBytes = 64 << 20;

    /// <exception cref="PinningException">The verdict was bad, or the host did not return the file.</exception>
    internal static async Task<byte[]> GetAsync(Uri uri, PinPolicy policy, CancellationToken cancel)
    {
        var request = new PinnedWebRequest
        {
            Uri = uri,
            Policies = new OverriddenPolicies(new InlinePins(PinnedWebRequest.TargetOf(uri), policy)),
            // The configuration names this address and pins this host: no other address is used.
            MaximumRedirection = 0,
        };
        using ExchangeResponse response = await new WebExchange(request).SendAsync(cancel).ConfigureAwait(false);
        // .NET Framework does not cancel a pending read unless its stream is disposed.
        using CancellationTokenRegistration late = cancel.Register(response.Message.Dispose);
        int status = (int)response.Message.StatusCode;
        if (status != Success)
            throw new PinningException(Faults.RequestFailed(uri, $"the status is {status}"));
        using var content = new MemoryStream();
        await response.CopyAsync(content, MaxBytes, cancel).ConfigureAwait(false);
        return content.ToArray();
    }
}
