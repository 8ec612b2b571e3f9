using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What a session asked, host by host. It keeps no path, query, user name or header field, and is bounded: whoever
/// makes a session ask many hosts or shows many keys cannot make it grow. Thread-safe.
/// </summary>
internal sealed class WebPinningLog
{
    internal const int MaxHosts = 1000;
    internal const int MaxCallers = 10;
    internal const int MaxPins = 20;

    private readonly Dictionary<(string Host, int Port), WebPinningHost> _hosts = [];
    private long _unlisted;

    /// <summary>The requests to hosts for which there was no room.</summary>
    internal long Unlisted
    {
        get
        {
            lock (_hosts) return _unlisted;
        }
    }

    /// <summary>The hosts in the order in which they were first asked.</summary>
    internal WebPinningHost[] Hosts()
    {
        lock (_hosts) return [.. _hosts.Values.OrderBy(one => one.FirstSeen).ThenBy(one => one.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>A request, or a hop of one, that has its verdict.</summary>
    internal void Add(TlsTarget target, string caller, PinVerdict verdict, bool isRefused) => Change(
        target.Host.Value, target.Port, caller, host => host with
        {
            Verdict = verdict.Verdict,
            Reason = verdict.Reason,
            Refused = host.Refused + (isRefused ? 1 : 0),
            LastRefusal = isRefused ? verdict.Message : host.LastRefusal,
            Pins = Merge(host.Pins, verdict.Chain),
        });

    /// <summary>A host that no pin covers, and that was refused or would have been refused without a connection.</summary>
    internal void AddUncovered(TlsTarget target, string caller, string why) => Change(
        target.Host.Value, target.Port, caller, host => host with
        {
            Verdict = Verdict.NotPinned,
            Reason = VerdictReason.None,
            Refused = host.Refused + 1,
            LastRefusal = why,
        });

    /// <summary>A request whose key is not seen: PowerShell's own command makes it, or it was refused without TLS.</summary>
    internal void AddUnseen(string name, int port, string caller, bool isRefused) => Change(
        name, port, caller, host => host with
        {
            RanStock = host.RanStock + (isRefused ? 0 : 1),
            Refused = host.Refused + (isRefused ? 1 : 0),
            Verdict = host.Verdict == Verdict.Unknown ? Verdict.NotPinned : host.Verdict,
            LastRefusal = isRefused ? "The address is not an https address." : host.LastRefusal,
        });

    private void Change(string name, int port, string caller, Func<WebPinningHost, WebPinningHost> change)
    {
        DateTime now = UtcDate.Now;
        lock (_hosts)
        {
            if (!_hosts.TryGetValue((name, port), out WebPinningHost? host))
            {
                if (_hosts.Count >= MaxHosts)
                {
                    _unlisted++;
                    return;
                }

                host = new WebPinningHost { HostName = name, Port = port, FirstSeen = now };
            }

            bool isKnown = host.Callers.Length >= MaxCallers || host.Callers.Contains(caller);
            _hosts[(name, port)] = change(host) with
            {
                Count = host.Count + 1,
                LastSeen = now,
                Callers = isKnown ? host.Callers : [.. host.Callers, caller],
            };
        }
    }

    /// <summary>
    /// Only keys of validated chains: a server can send any certificate, and a pin of one that proves nothing would
    /// trust whoever sent it.
    /// </summary>
    private static PinRecord[] Merge(PinRecord[] known, PinRecord[] chain)
    {
        PinRecord[] more =
            [.. chain.Where(one => one.InValidatedChain == true && !one.IsUnproven && !known.Any(other => other.Pin == one.Pin))];
        return more.Length == 0 ? known : [.. known.Concat(more).Take(MaxPins)];
    }
}
