using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Checks every address of a host instead of the first that responds: one name can have several certificates.
/// </summary>
internal static class AddressSweep
{
    internal const int AtOnce = 16;

    /// <summary>
    /// Does the same with each address, several at a time, and returns the results in the order of the addresses.
    /// </summary>
    /// <exception cref="ConnectionFailure">The name has no address.</exception>
    internal static async Task<List<T>> RunAsync<T>(
        TlsTarget target, ConnectionOptions options, Func<TlsTarget, Task<T>> work, CancellationToken cancel)
    {
        IPAddress[] addresses = await ResolveAsync(target, options, cancel).ConfigureAwait(false);
        return await RunAsync(target, addresses, work).ConfigureAwait(false);
    }

    /// <summary>Does something with a host or, if so requested, with each of its addresses.</summary>
    /// <returns>Whether it succeeded with any of them.</returns>
    /// <exception cref="PinningException">The name has no address.</exception>
    internal static async Task<bool> AnyAsync(
        TlsTarget target, ConnectionOptions options, bool allAddresses, Func<TlsTarget, Task<bool>> work,
        CancellationToken cancel)
    {
        if (!allAddresses) return await work(target).ConfigureAwait(false);
        try
        {
            return (await RunAsync(target, options, work, cancel).ConfigureAwait(false)).Contains(true);
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
    }

    internal static async Task<List<T>> RunAsync<T>(
        TlsTarget target, IPAddress[] addresses, Func<TlsTarget, Task<T>> work)
    {
        var results = new List<T>();
        for (int done = 0; done < addresses.Length; done += AtOnce)
        {
            IEnumerable<Task<T>> some = addresses.Skip(done).Take(AtOnce).Select(address => work(target.At(address)));
            results.AddRange(await Task.WhenAll(some).ConfigureAwait(false));
        }

        return results;
    }

    private static async Task<IPAddress[]> ResolveAsync(
        TlsTarget target, ConnectionOptions options, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(options.Timeout);
        try
        {
            IPAddress[] found =
                await NameResolver.ResolveAsync(target, deadline.Token, options.LookUp).ConfigureAwait(false);
            return [.. found.Distinct()];
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            Fault late = Faults.TimedOut(target.ToString(), "name lookup", options.Timeout);
            throw new ConnectionFailure(Verdict.TimedOut, VerdictReason.DuringNameLookup, late, null, error);
        }
    }
}
