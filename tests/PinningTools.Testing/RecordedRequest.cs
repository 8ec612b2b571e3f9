using System.Collections.Generic;
using System.Text;

namespace PinningTools.Testing;

/// <summary>A request as it arrived.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and query.</param>
/// <param name="Protocol">The version, such as <c>HTTP/1.1</c>.</param>
/// <param name="Headers">The headers, whatever the case of their names; repeated ones joined by commas.</param>
/// <param name="Body">The body.</param>
/// <param name="ClientCertificate">The certificate the client showed.</param>
public sealed record RecordedRequest(
    string Method,
    string Target,
    string Protocol,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    byte[]? ClientCertificate)
{
    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body);
}
