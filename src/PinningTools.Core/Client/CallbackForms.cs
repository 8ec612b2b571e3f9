using System;

namespace PinningTools.Internal;

/// <summary>Makes a callback in the form that a client takes.</summary>
internal static class CallbackForms
{
    private const string LdapLibrary = "System.DirectoryServices.Protocols";
    private const string LdapType = LdapLibrary + ".VerifyServerCertificateCallback, " + LdapLibrary;

    /// <summary>The library is part of .NET Framework, which finds it by its full name alone.</summary>
    private const string OfFramework = LdapType + ", Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a";

    /// <exception cref="PinningException">The form does not exist on this platform, or does not fit the policy.</exception>
    internal static object Create(PinCallback callback, PinCallbackForm form) => form switch
    {
        PinCallbackForm.HttpClientHandler => callback.CreateHttpClientHandler(),
#if NET
        PinCallbackForm.SslOptions => callback.CreateSslOptions(),
#else
        PinCallbackForm.SslOptions => throw new PinningException(Faults.NeedsNewerPowerShell("-As SslOptions")),
#endif
        PinCallbackForm.Ldap => callback.ToDelegate(FindLdapType()),
        _ => callback,
    };

    private static Type FindLdapType() =>
        Type.GetType(LdapType, throwOnError: false) ?? Type.GetType(OfFramework, throwOnError: false)
            ?? throw new PinningException(Faults.LdapNotAvailable());
}
