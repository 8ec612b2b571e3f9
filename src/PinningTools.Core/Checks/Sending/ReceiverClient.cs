using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Posts a message to a receiver: https alone, without redirects, over a connection that has its verdict first; without a
/// pin ordinary validation is enough. What the receiver puts off (429 and 5xx, and a connection that was not made) is
/// tried three times. What it may have taken without saying so is not: it would come twice at once.
/// </summary>
internal sealed record ReceiverClient
{
    internal const int MaxTries = 3;
    private const int MaxSaid = 200;
    private const int MaxResponse = 64 * 1024;

    /// <summary>Longer than that no command waits; the next run sends.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    private static readonly string[] s_passing =
        [nameof(Faults.MachineLimit), nameof(Faults.NameServerFailed), nameof(Verdict.ConnectFailed)];

    private static readonly string[] s_redirects =
        [nameof(Faults.InsecureRedirection), nameof(Faults.RedirectInvalid), nameof(Faults.UnpinnedRedirection)];

    /// <summary>Which policies hold for an address.</summary>
    internal required Func<Uri, OverriddenPolicies> Policies { get; init; }

    /// <summary>Whether a receiver without a pin gets ordinary validation.</summary>
    internal bool AllowUnpinned { get; init; } = true;

    internal Func<Uri, ProxySettings?> Proxy { get; init; } = _ => null;

    /// <summary>For each try: until the response, and for each part of it.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    internal Action<string> Warn { get; init; } = _ => { };

    internal Action<string> Tell { get; init; } = _ => { };

    /// <summary>Waits between tries.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <exception cref="PinningException">The receiver did not confirm it.</exception>
    internal async Task PostAsync(SecretAddress address, string body, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            Setback? setback = await TryAsync(address, body, cancel).ConfigureAwait(false);
            if (setback is null) return;
            if (attempt == MaxTries)
                throw new PinningException(Faults.SendFailed(address.Shown, $"{setback.Why}, in {MaxTries} tries."));
            TimeSpan wait = setback.Wait ?? TimeSpan.FromSeconds(2 * attempt * attempt);
            if (wait > MaxWait)
                throw new PinningException(Faults.SendAskedToWait(address.Shown, setback.Status, wait, MaxWait));
            Tell($"{address.Shown}: {setback.Why}. Trying again in {wait.TotalSeconds:0} s.");
            await Pause(wait, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Null if the receiver confirmed it.</summary>
    /// <exception cref="PinningException">It did not, and there is no use in another try.</exception>
    private async Task<Setback?> TryAsync(SecretAddress address, string body, CancellationToken cancel)
    {
        try
        {
            using ExchangeResponse response = await new WebExchange(Request(address, body)).SendAsync(cancel)
                .ConfigureAwait(false);
            int status = (int)response.Message.StatusCode;
            if (status is >= 200 and <= 299) return null;
            if (status is >= 300 and <= 399) throw new PinningException(Faults.SendRedirected(address.Shown));
            if (status is 429 or >= 500)
                return new Setback(status, $"the status is {status}", RetryAfter(response.Message));
            string said = await ReadAsync(response, address, cancel).ConfigureAwait(false);
            throw new PinningException(Faults.SendRefused(address.Shown, status, said));
        }
        catch (PinningException error) when (!error.Fault.Id.StartsWith("Send", StringComparison.Ordinal))
        {
            return Judge(error, address);
        }
    }

    private PinnedWebRequest Request(SecretAddress address, string body) => new()
    {
        Uri = address.Uri,
        Policies = Policies(address.Uri),
        AllowUnpinned = AllowUnpinned,
        Method = HttpMethod.Post,
        Body = RequestBody.FromText(body),
        ContentType = "application/json; charset=utf-8",
        MaximumRedirection = 0,
        Proxy = Proxy,
        ConnectionTimeout = Timeout,
        OperationTimeout = Timeout,
        Warning = text => Warn(address.Mask(text)),
    };

    /// <summary>A fault of the connection, which may name the address, in words that do not.</summary>
    /// <exception cref="PinningException">There is no use in another try.</exception>
    private static Setback Judge(PinningException error, SecretAddress address)
    {
        string why = address.Mask(error.Fault.Message);
        if (s_redirects.Contains(error.Fault.Id)) throw new PinningException(Faults.SendRedirected(address.Shown));
        bool isPassing = s_passing.Contains(error.Fault.Id) || IsNotConnected(error)
            || (error as PinRefusedException)?.Verdict.Reason is VerdictReason.MachineLimit or VerdictReason.NameServerFailed;
        if (isPassing) return new Setback(0, why.TrimEnd('.'), null);
        bool isOfHost = error.Fault.Kind == FaultKind.Security && why == error.Fault.Message;
        if (isOfHost && error is PinRefusedException { Verdict: var verdict })
            throw new PinRefusedException(error.Fault, verdict);
        if (isOfHost) throw new PinningException(error.Fault);
        if (error.Fault.Kind == FaultKind.Timeout) why += " It may have taken the message all the same.";
        throw new PinningException(Faults.SendFailed(address.Shown, why));
    }

    /// <summary>Where the platform makes the connection, as in Windows PowerShell, there is no verdict that says so.</summary>
    private static bool IsNotConnected(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is SocketException { SocketErrorCode: var code })
                return code is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable;
        return false;
    }

    /// <summary>Seconds or a date (RFC 9110, section 10.2.3); null if there is none.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values)) return null;
        string value = values.First().Trim();
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, 1_000_000_000));
        bool isDate = DateTime.TryParseExact(
            value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out DateTime date);
        if (!isDate) return null;
        TimeSpan wait = date - Clock.Now.ToUniversalTime();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>What the receiver says of a message that it refused; an address that it repeats is not passed on.</summary>
    private static async Task<string> ReadAsync(ExchangeResponse response, SecretAddress address, CancellationToken cancel)
    {
        try
        {
            using var said = new MemoryStream();
            await response.CopyAsync(said, MaxResponse, cancel).ConfigureAwait(false);
            said.Position = 0;
            string text = string.Join(" ", BodyText.Decode(response.Message, said, out _)
                .Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
            return SendNotice.Cut(address.Mask(text), MaxSaid);
        }
        catch (PinningException)
        {
            return "";
        }
    }

    /// <summary>Why a try did not succeed, and how long the receiver asks to wait.</summary>
    private sealed record Setback(int Status, string Why, TimeSpan? Wait);
}
