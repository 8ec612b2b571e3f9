using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>An endpoint that a row names: where it is, under which policy, and how it is asked.</summary>
internal sealed class CheckEndpoint
{
    private CheckEndpoint(CheckRow row, TlsTarget target, PinPolicy policy, ConnectionOptions options)
    {
        Row = row;
        Target = target;
        Policy = policy;
        Options = options;
        KnownPins = [.. policy.Pins.Select(pin => pin.ToString())];
    }

    internal CheckRow Row { get; }

    internal TlsTarget Target { get; }

    internal PinPolicy Policy { get; }

    internal string[] KnownPins { get; }

    internal string Key => Row.Key;

    internal string Owner => Row.Owner.Length > 0 ? Row.Owner : Policy.Set?.Owner ?? "";

    private ConnectionOptions Options { get; }

    /// <param name="row">A row without problems.</param>
    /// <param name="order">How the whole list is asked.</param>
    /// <param name="anchors">The anchors of the rows.</param>
    /// <param name="policies">What judges the rows without pins.</param>
    /// <exception cref="PinningException">The row names no host, or a policy that cannot be used.</exception>
    internal static CheckEndpoint From(
        CheckRow row, CheckOrder order, CheckAnchors anchors, Func<IPolicySource> policies)
    {
        TlsTarget target = Locate(row, order.EhloName);
        if (row.AllAddresses && target.Address is not null) throw new PinningException(Faults.AddressConflict());
        TrustSettings? trust = anchors.Of(row);
        (TlsTarget asked, PinPolicy? found) = row.Pins.Count > 0
            ? (target, new PinPolicy { Pins = row.Pins, NoBackup = row.NoBackup })
            : EndpointPolicy.Find(policies(), target);
        PinPolicy policy = (found ?? PinPolicy.NotPinned(TrustSettings.System))
            .With(trust, reportOnly: false, order.At, row.CheckRevocation);
        asked = asked.AsPortSpeaks();
        row.Key = CheckKey.Of(row, asked);
        return new CheckEndpoint(row, asked, policy, order.Connection with
        {
            Protocols = row.Protocols,
            Proxy = ProxySettings.Read(row.Proxy, null, false),
        });
    }

    /// <exception cref="PinningException">The row names no host.</exception>
    internal static TlsTarget Locate(CheckRow row, string? ehloName) => TlsTarget.Parse(
        row.HostName, row.Port, row.StartTls, row.ServerName, row.Address, row.EhloName ?? ehloName);

    /// <summary>One verdict, or one for each address of the host.</summary>
    internal async Task<IReadOnlyList<PinVerdict>> AskAsync(CancellationToken cancel) => Row.AllAddresses
        ? await PinChecker.CheckAllAsync(Target, Policy, Options, cancel).ConfigureAwait(false)
        : [await PinChecker.CheckAsync(Target, Policy, Options, cancel).ConfigureAwait(false)];
}

/// <summary>How the endpoints of a list are asked.</summary>
internal sealed record CheckOrder
{
    internal ConnectionOptions Connection { get; init; } = new();

    internal string? EhloName { get; init; }

    internal DateTime? At { get; init; }
}

/// <summary>What an endpoint is called from run to run.</summary>
internal static class CheckKey
{
    /// <summary>host:port, and what the row says beside it: +starttls, #servername, @address.</summary>
    internal static string Of(CheckRow row, TlsTarget target)
    {
        string starttls = row.StartTls is null or StartTlsProtocol.None or StartTlsProtocol.Auto ? ""
            : "+" + target.StartTls.ToString().ToLowerInvariant();
        string name = target.ServerName is { } server ? "#" + server.Value : "";
        string address = target.Address is { } given ? "@" + given : "";
        return target + starttls + name + address;
    }
}
