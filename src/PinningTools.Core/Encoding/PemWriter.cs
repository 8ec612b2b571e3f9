using System;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Writes PEM (RFC 7468): lines of 64 characters, ended as Unix ends them.</summary>
internal static class PemWriter
{
    private const int LineLength = 64;

    internal static byte[] Write(string label, byte[] data)
    {
        string base64 = Convert.ToBase64String(data);
        var text = new StringBuilder().Append("-----BEGIN ").Append(label).Append("-----\n");
        for (int i = 0; i < base64.Length; i += LineLength)
            text.Append(base64, i, Math.Min(LineLength, base64.Length - i)).Append('\n');
        return Encoding.ASCII.GetBytes(text.Append("-----END ").Append(label).Append("-----\n").ToString());
    }
}
