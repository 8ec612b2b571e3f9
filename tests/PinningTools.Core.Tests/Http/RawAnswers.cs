using PinningTools.Testing;

namespace PinningTools.Tests.Http;

/// <summary>Servers that answer every request with the same bytes, whatever they are.</summary>
internal static class RawAnswers
{
    internal static TlsServerOptions Raw(string answer, bool stayOpen = false) =>
        new() { Handler = RawAnswer.Handler(answer, stayOpen) };
}
