using System.Management.Automation;
using System.Net;

namespace PinningTools.Internal;

/// <summary>Reads PowerShell's credentials.</summary>
internal static class Logon
{
    /// <summary>Name, password and domain; null if there is no name.</summary>
    /// <exception cref="PinningException">PowerShell cannot split the name, such as <c>@x</c>.</exception>
    internal static NetworkCredential? Of(PSCredential? credential)
    {
        try
        {
            return credential?.GetNetworkCredential();
        }
        catch (PSArgumentException error)
        {
            throw new PinningException(Faults.CredentialInvalid(credential?.UserName), error);
        }
    }

    /// <summary>Only the password, regardless of the name.</summary>
    internal static string PasswordOf(PSCredential credential) =>
        new NetworkCredential("", credential.Password).Password;
}
