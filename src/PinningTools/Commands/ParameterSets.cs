namespace PinningTools.Commands;

/// <summary>The names of the parameter sets that commands about hosts and certificates share.</summary>
internal static class ParameterSets
{
    internal const string HostSet = "Host";
    internal const string UriSet = "Uri";
    internal const string PathSet = "Path";
    internal const string LiteralPathSet = "LiteralPath";
    internal const string CertificateSet = "Certificate";
}
