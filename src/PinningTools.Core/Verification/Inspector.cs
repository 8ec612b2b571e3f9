using System.Net;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Reads a server by an inspection and evaluates what it showed. It decides nothing.</summary>
internal static class Inspector
{
    /// <param name="check">Where to, and under which trust.</param>
    /// <param name="kind">The kind of key to ask for.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="ConnectionFailure">No certificate was shown.</exception>
    internal static Task<InspectedEvaluation> LookAsync(
        PinCheck check, ServerKeyAlgorithm kind, CancellationToken cancel)
    {
        (int min, int max) = Versions(check.Options.Protocols);
        var offer = new InspectionOffer(check.Target.JudgedName)
        {
            MinVersion = min, MaxVersion = max, KeyAlgorithm = kind,
        };
        return LookAsync(check, offer, cancel);
    }

    /// <exception cref="ConnectionFailure">No certificate was shown.</exception>
    internal static async Task<InspectedEvaluation> LookAsync(
        PinCheck check, InspectionOffer offer, CancellationToken cancel)
    {
        InspectedConnection connection =
            await InspectionConnector.ReadAsync(check.Target, check.Options, offer, cancel).ConfigureAwait(false);
        Evaluation evaluation = await PinChecker.EvaluateAsync(
            connection.Server.Presented, check, connection.Elapsed, cancel).ConfigureAwait(false);
        return new InspectedEvaluation(connection, evaluation);
    }

    /// <summary>The same endpoint at the address where something was seen; behind a proxy the proxy chooses it.</summary>
    internal static TlsTarget At(this TlsTarget target, string? address, ConnectionOptions options) =>
        options.Proxy is null && IPAddress.TryParse(address, out IPAddress? seen) ? target.At(seen) : target;

    /// <summary>The lowest and the highest of the versions that are allowed; by default all but SSL 3.0.</summary>
    private static (int Min, int Max) Versions(SslProtocols allowed)
    {
        (int Version, int Flag)[] known =
        [
            (InspectionOffer.Tls10, 0xC0), (InspectionOffer.Tls11, 0x300), (InspectionOffer.Tls12, 0xC00),
            (InspectionOffer.Tls13, 0x3000),
        ];
        int min = 0;
        int max = 0;
        foreach ((int version, int flag) in known)
        {
            if (allowed != SslProtocols.None && ((int)allowed & flag) == 0) continue;
            if (min == 0) min = version;
            max = version;
        }

        return min == 0 ? (InspectionOffer.Tls10, InspectionOffer.Tls13) : (min, max);
    }
}

/// <summary>What an inspection read, and what is true of it.</summary>
internal sealed record InspectedEvaluation(InspectedConnection Connection, Evaluation Evaluation)
{
    internal DerCertificate Leaf => Evaluation.Presented.Leaf;

    /// <summary>Whether the server proved, well enough to count, that it holds the key.</summary>
    internal bool IsProven => new Inspection(Connection.Server, null).IsProven;
}
