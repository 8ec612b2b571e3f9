using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>One command that a session sends through its pins: what of it goes through them, and what PowerShell's own command runs.</summary>
internal sealed class WebPinningCall
{
    private readonly PSCmdlet _cmdlet;
    private readonly CmdletPump _pump;
    private readonly IWebParameters _given;
    private readonly Type _stock;
    private readonly WebPinningSession _session;
    private readonly WebPinningPolicy _policy;
    private readonly string _caller;
    private OverriddenPolicies? _policies;
    private SessionObserver? _observer;
    private bool _hasShown;

    private WebPinningCall(PSCmdlet cmdlet, CmdletPump pump, IWebParameters given, string stockName)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _given = given;
        _stock = WebPinningSession.StockType(stockName);
        _session = WebPinningSession.Current();
        _policy = _session.Policy ?? throw new PinningException(Faults.WebPinningNotEnabled());
        _caller = CallerText.Of(cmdlet);
    }

    /// <exception cref="PinningException">The session has no policy, or it cannot be read: nothing may be sent.</exception>
    internal static WebPinningCall Begin(PSCmdlet cmdlet, CmdletPump pump, IWebParameters given, string stockName)
    {
        var call = new WebPinningCall(cmdlet, pump, given, stockName);
        call.ReadPolicies();
        return call;
    }

    /// <summary>The run for the present input; null if it is left to PowerShell's own command.</summary>
    /// <exception cref="PinningException">The session refuses the request, or the parameters cannot be used.</exception>
    internal WebRun? TryRead(Func<WebPage, Task> take, int maximumPages)
    {
        Uri uri = _given.Uri!;
        bool isHttps = uri.IsAbsoluteUri && uri.Scheme == Uri.UriSchemeHttps;
        if (!isHttps && !_policy.ReportOnly && _policy.UnpinnedHost == UnpinnedHostAction.Refuse)
        {
            LogPlain(uri, isRefused: true);
            throw new PinningException(Faults.PlainHttpRefused(uri.OriginalString));
        }

        if (!isHttps && _policy.UnpinnedHost == UnpinnedHostAction.Warn) WarnOfPlain(uri);
        if (!isHttps || _policies is null || (_policy.ReportOnly && !CanObserve())) return null;
        _observer = new SessionObserver(_session.Log, _caller)
        {
            Observed = _policy.ReportOnly ? _policies : null,
            RefusesUnpinned = _policy.UnpinnedHost == UnpinnedHostAction.Refuse,
            Warning = _pump.Warning,
        };
        _hasShown = false;
        var reader = new WebRequestReader(_cmdlet, _pump, _given) { Session = new(_cmdlet, _policy, _observer) };
        try
        {
            return reader.Read(_policies, page => { _hasShown = true; return take(page); }, maximumPages);
        }
        catch (PinningException) when (_policy.ReportOnly)
        {
            // What is not accepted here may be accepted there, and if not, PowerShell says so in its own words.
            return null;
        }
    }

    /// <summary>
    /// Whether a request that failed here is made by PowerShell's own command after all: in a session that only reports,
    /// if nothing of it was sent, or if it may be sent twice.
    /// </summary>
    internal bool IsLeftToStock(PinningException failure) =>
        _policy.ReportOnly && !_hasShown && _observer is not null
        && (failure is PinRefusedException || failure.Fault.Kind == FaultKind.NotSupported)
        && (_observer.Used == 0 || IsSafe);

    /// <summary>Runs PowerShell's own command.</summary>
    internal void RunStock()
    {
        LogPlain(_given.Uri!, isRefused: false);
        StockCommand.Run(_cmdlet, _stock);
    }

    /// <summary>Without a scheme, PowerShell assumes http.</summary>
    private void LogPlain(Uri uri, bool isRefused)
    {
        if (!uri.IsAbsoluteUri) UriText.TryRead("http://" + uri.OriginalString, out uri!);
        if (uri is { Host.Length: > 0 } && UriText.IsSound(uri))
            _session.Log.AddUnseen(HostName.From(uri).Value, uri.Port, _caller, isRefused);
    }

    private bool IsSafe => _given.CustomMethod is null
        && _given.Method is WebRequestMethod.Default or WebRequestMethod.Get or WebRequestMethod.Head or WebRequestMethod.Options;

    /// <summary>
    /// Whether the module makes the request exactly as PowerShell does. What it would do otherwise, it leaves to
    /// PowerShell: a session that only reports changes nothing.
    /// </summary>
    private bool CanObserve() =>
        _given is { Certificate: null, CertificateThumbprint: null } && !_given.AllowInsecureRedirect
        && _given.HttpVersion is not { Major: > 2 }
        && !HasClientCertificate(_given.WebSession);

    private static bool HasClientCertificate(object? session) =>
        session is not null
        && PlainValue.Of(PSObject.AsPSObject(session).Properties["Certificates"]?.Value) is System.Collections.ICollection { Count: > 0 };

    private void ReadPolicies()
    {
        try
        {
            _policies = _policy.Read(_cmdlet, _pump, TimeSpan.FromSeconds(_given.ConnectionTimeoutSeconds));
        }
        catch (PinningException error) when (_policy.ReportOnly)
        {
            _cmdlet.Warn("The policy of this session cannot be read, so this request is only made and not looked at: " + error.Message);
        }
    }

    private void WarnOfPlain(Uri uri) => _cmdlet.Warn(
        $"{RedactedUri.Of(uri.OriginalString)} is not an https address. PowerShell's own command requests it without a pin, also "
            + "where it redirects to https.");
}
