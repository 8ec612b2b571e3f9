using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using PinningTools.Internal;

namespace PinningTools.Tests.Certificates;

/// <summary>Shorthand for reading files in tests.</summary>
internal static class TestKeyFiles
{
    internal static List<KeyFileItem> Text(string text, string? password = null) =>
        Bytes(Encoding.UTF8.GetBytes(text), password);

    internal static List<KeyFileItem> Bytes(byte[] data, string? password = null) =>
        [.. KeyFile.Read(new MemoryStream(data), "test", Password(password), certificatesOnly: false)];

    /// <summary>The one thing in the data, which must be good.</summary>
    internal static PinRecord One(byte[] data, string? password = null)
    {
        KeyFileItem item = Bytes(data, password).Single();
        return item.Fault is { } fault ? throw new PinningException(fault) : new PinRecord(item.Holder!);
    }

    internal static PinRecord One(string text, string? password = null) => One(Encoding.UTF8.GetBytes(text), password);

    /// <summary>The id of the one fault the data comes to.</summary>
    internal static string FaultOf(byte[] data, string? password = null)
    {
        try
        {
            return Bytes(data, password).Single(item => item.Fault is not null).Fault!.Id;
        }
        catch (PinningException error)
        {
            return error.Fault.Id;
        }
    }

    internal static string FaultOf(string text, string? password = null) =>
        FaultOf(Encoding.UTF8.GetBytes(text), password);

    internal static KeyPassword Password(string? text) => new(Secure(text));

    internal static SecureString? Secure(string? text)
    {
        if (text is null) return null;
        var secure = new SecureString();
        foreach (char character in text) secure.AppendChar(character);
        return secure;
    }
}
