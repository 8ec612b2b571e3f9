using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// What is kept from one request to the next. PowerShell's own WebRequestSession is found by name and used through its
/// public members, so that a session made here works with Invoke-WebRequest and the other way round; without a session,
/// nothing is kept.
/// </summary>
internal sealed class WebSession
{
    private const string TypeName = "Microsoft.PowerShell.Commands.WebRequestSession";
    private const string AssemblyName = "Microsoft.PowerShell.Commands.Utility";
    private const int UsualRetryInterval = 5;
    private static readonly Lazy<Type?> s_type = new(FindType);
    private static readonly Lazy<string> s_usualUserAgent = new(FindUserAgent);

    private readonly PSObject? _genuine;
    private string? _userAgent;
    private ICredentials? _credentials;
    private bool _useDefaultCredentials;
    private IWebProxy? _proxy;
    private int _maximumRedirection = -1;
    private int _maximumRetryCount;
    private int _retryInterval = UsualRetryInterval;
    private X509CertificateCollection? _certificates;

    private WebSession()
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Cookies = new CookieContainer();
    }

    private WebSession(PSObject genuine)
        : this()
    {
        _genuine = genuine;
        Headers = Get<IDictionary>("Headers") ?? Headers;
        Cookies = Get<CookieContainer>("Cookies") ?? Cookies;
        _userAgent = Get<string>("UserAgent");
        _credentials = Get<ICredentials>("Credentials");
        _useDefaultCredentials = Get<object>("UseDefaultCredentials") is true;
        _proxy = Get<IWebProxy>("Proxy");
        _certificates = Get<X509CertificateCollection>("Certificates");
        if (Get<object>("MaximumRedirection") is int redirections) _maximumRedirection = redirections;
        _maximumRetryCount = Get<object>("MaximumRetryCount") is int retries ? retries : 0;
        _retryInterval = Get<object>("RetryIntervalInSeconds") is int seconds and > 0 ? seconds : _retryInterval;
    }

    /// <summary>PowerShell's object, if there is one.</summary>
    internal object? Genuine => _genuine?.BaseObject;

    internal IDictionary Headers { get; }

    /// <summary>A copy of the present header fields.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Fields
    {
        get
        {
            var fields = new List<KeyValuePair<string, string>>();
            foreach (DictionaryEntry one in Headers) fields.Add(new(one.Key.ToString()!, one.Value?.ToString() ?? ""));
            return fields;
        }
    }

    internal CookieContainer Cookies { get; }

    /// <summary>The User-Agent of PowerShell, if the session has none.</summary>
    internal static string UsualUserAgent => s_usualUserAgent.Value;

    internal string? UserAgent
    {
        get => _userAgent;
        set => Set("UserAgent", _userAgent = value);
    }

    internal ICredentials? Credentials
    {
        get => _credentials ?? (_useDefaultCredentials ? CredentialCache.DefaultCredentials : null);
        set
        {
            Set("Credentials", _credentials = value);
            Set("UseDefaultCredentials", _useDefaultCredentials = false);
        }
    }

    internal IWebProxy? Proxy
    {
        get => _proxy;
        set => Set("Proxy", _proxy = value);
    }

    internal int MaximumRedirection
    {
        get => _maximumRedirection;
        set => Set("MaximumRedirection", _maximumRedirection = value);
    }

    internal int MaximumRetryCount
    {
        get => _maximumRetryCount;
        set => Set("MaximumRetryCount", _maximumRetryCount = value);
    }

    internal int RetryIntervalSec
    {
        get => _retryInterval;
        set => Set("RetryIntervalInSeconds", _retryInterval = value);
    }

    internal X509Certificate? Certificate
    {
        get => _certificates is { Count: > 0 } all ? all[0] : null;
        set
        {
            _certificates = value is null ? null : new X509CertificateCollection(new[] { value });
            Set("Certificates", _certificates);
        }
    }

    internal static WebSession None() => new();

    /// <exception cref="PinningException">PowerShell's type does not exist.</exception>
    internal static WebSession Create() => s_type.Value is { } type
        ? new WebSession(PSObject.AsPSObject(Activator.CreateInstance(type)))
        : throw new PinningException(Faults.SessionInvalid("session without " + AssemblyName));

    /// <exception cref="PinningException">The object is not a session, or a session that lost its content.</exception>
    internal static WebSession From(object given)
    {
        PSObject session = PSObject.AsPSObject(given);
        if (session.TypeNames.Any(name => name == "Deserialized." + TypeName))
            throw new PinningException(Faults.SessionDeserialized());
        return PlainValue.Of(session.Properties["Cookies"]?.Value) is CookieContainer
            ? new WebSession(session)
            : throw new PinningException(Faults.SessionInvalid(session.BaseObject.GetType().FullName ?? "thing"));
    }

    internal void UseDefaultCredentials() => Set("UseDefaultCredentials", _useDefaultCredentials = true);

    private T? Get<T>(string name) where T : class => PlainValue.Of(_genuine?.Properties[name]?.Value) as T;

    private void Set(string name, object? value)
    {
        if (_genuine?.Properties[name] is { IsSettable: true } property) property.Value = value;
    }

    private static Type? FindType()
    {
        Assembly? loaded = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(
            assembly => assembly.GetName().Name == AssemblyName);
        return loaded?.GetType(TypeName) ?? Type.GetType($"{TypeName}, {AssemblyName}");
    }

    private static string FindUserAgent()
    {
        object? session = s_type.Value is { } type ? Activator.CreateInstance(type) : null;
        using (session as IDisposable)
            return s_type.Value?.GetProperty("UserAgent")?.GetValue(session) as string ?? "PinningTools";
    }
}
