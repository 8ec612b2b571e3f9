using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// What work off the pipeline thread may say. Each call is posted and carried out on the pipeline thread, in order.
/// </summary>
internal interface ICmdletOutput
{
    void Write(object result);

    void Error(ErrorRecord error);

    void Warning(string text);

    void Verbose(string text);

    /// <summary>Runs on the pipeline thread, where alone the cmdlet's state may be touched.</summary>
    void Post(System.Action action);
}
