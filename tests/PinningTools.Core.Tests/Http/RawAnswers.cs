using System.IO;
using System.Text;
using PinningTools.Testing;

namespace PinningTools.Tests.Http;

/// <summary>Servers that answer every request with the same bytes, whatever they are.</summary>
internal static class RawAnswers
{
    internal static TlsServerOptions Raw(string answer, bool stayOpen = false) => new()
    {
        Handler = async (stream, stop) =>
        {
            byte[] buffer = new byte[8192];
            await stream.ReadAtLeastAsync(buffer, 1, false, stop);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop);
            await stream.FlushAsync(stop);
            if (stayOpen) await stream.CopyToAsync(Stream.Null, stop);
        },
    };
}
