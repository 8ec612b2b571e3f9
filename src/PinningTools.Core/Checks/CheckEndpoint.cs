using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>An endpoint that a row names: its address, its policy, and how it is checked.</summary>
internal sealed class CheckEndpoint
{
    private readonly PinCheck _check;

    private CheckEndpoint(CheckRow row, PinCheck check)
    {
        Row = row;
        _check = check;
    }

    internal CheckRow Row { get; }

    internal TlsTarget Target => _check.Target;

    internal PinPolicy Policy => _check.Policy;

    /// <summary>The pins as texts, made again each time: ten thousand endpoints that wait do not need them yet.</summary>
    internal string[] KnownPins => [.. Policy.Pins.Select(pin => pin.ToString())];

    internal string Key => Row.Key;

    internal string Owner => Row.Owner.Length > 0 ? Row.Owner : Policy.Set?.Owner ?? "";

    /// <param name="row">A row without problems.</param>
    /// <param name="order">The options that apply to the whole list.</param>
    /// <param name="anchors">The anchors of the rows.</param>
    /// <param name="policies">The policies for rows without pins.</param>
    /// <exception cref="PinningException">The row names no host, or a policy that cannot be used.</exception>
    internal static CheckEndpoint From(
        CheckRow row, CheckOrder order, CheckAnchors anchors, Func<IPolicySource> policies)
    {
        TlsTarget target = Locate(row, order.EhloName);
        if (row.AllAddresses && target.Address is not null) throw new PinningException(Faults.AddressConflict());
        IPolicySource source = row.Pins.Count > 0
            ? new InlinePins(target, new PinPolicy
            {
                Pins = row.Pins, NoBackup = row.NoBackup, AllowInspected = row.AllowInspected,
            })
            : policies();
        (TlsTarget asked, PinPolicy policy) = new OverriddenPolicies(source)
        {
            Trust = anchors.Of(row),
            At = order.At,
            CheckRevocation = row.CheckRevocation,
            AllowInspected = order.AllowInspected,
        }.FindEndpoint(target);
        row.Key = CheckKey.Of(row, asked);
        return new CheckEndpoint(row, new PinCheck(asked, policy, order.Connection with
        {
            Protocols = row.Protocols,
            Proxy = ProxySettings.Read(row.Proxy, null, false),
        })
        {
            Retries = order.Retries,
            RetryInterval = order.RetryInterval,
            Inspects = order.Inspects,
        });
    }

    /// <exception cref="PinningException">The row names no host.</exception>
    internal static TlsTarget Locate(CheckRow row, string? ehloName) => TlsTarget.Parse(
        row.HostName, row.Port, row.StartTls, row.ServerName, row.Address, row.EhloName ?? ehloName);

    /// <summary>Returns one verdict, or one for each address of the host.</summary>
    internal async Task<IReadOnlyList<PinVerdict>> AskAsync(CancellationToken cancel) => Row.AllAddresses
        ? await PinChecker.CheckAllAsync(_check, cancel).ConfigureAwait(false)
        : [await PinChecker.CheckAsync(_check, cancel).ConfigureAwait(false)];
}

/// <summary>How the endpoints of a list are checked.</summary>
internal sealed record CheckOrder
{
    internal ConnectionOptions Connection { get; init; } = new();

    internal int Retries { get; init; }

    internal TimeSpan RetryInterval { get; init; }

    internal string? EhloName { get; init; }

    internal DateTime? At { get; init; }

    /// <summary>Whether an inspection follows a handshake that the platform cannot make.</summary>
    internal bool Inspects { get; init; } = true;

    /// <summary>Whether inspected servers pass.</summary>
    internal bool AllowInspected { get; init; }
}

/// <summary>The name that identifies an endpoint from run to run.</summary>
internal static class CheckKey
{
    /// <summary>host:port, followed by what else the row gives: +starttls, #servername, @address.</summary>
    internal static string Of(CheckRow row, TlsTarget target)
    {
        string starttls = row.StartTls is null or StartTlsProtocol.None or StartTlsProtocol.Auto ? ""
            : "+" + target.StartTls.ToString().ToLowerInvariant();
        string name = target.ServerName is { } server ? "#" + server.Value : "";
        string address = target.Address is { } given ? "@" + given : "";
        return target + starttls + name + address;
    }
}
