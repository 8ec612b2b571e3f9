using System;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Fetches a published store and its signature, each over a connection with a good verdict.</summary>
internal static class StoreDownload
{
    private const int Success = 200;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <exception cref="PinningException">The verdict was bad, or the host did not give the file.</exception>
    internal static async Task<byte[]> GetAsync(Uri uri, PinPolicy policy, CancellationToken cancel)
    {
        var request = PinnedWebRequest.Make(uri.ToString(), "GET", null, null, null);
        PinnedWebResponse response = await request.SendAsync(policy, s_timeout, cancel).ConfigureAwait(false);
        return response.StatusCode == Success ? response.GetRawContent()
            : throw new PinningException(Faults.RequestFailed(uri.ToString(), $"the status is {response.StatusCode}"));
    }
}
