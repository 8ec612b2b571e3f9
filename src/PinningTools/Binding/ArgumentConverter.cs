using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Converts values to a type of argument wherever PowerShell converts: in parameters of functions that wrap a command,
/// as Pester's Mock and ProxyCommand write them without the attributes that convert in the command itself. No file is
/// read here: a path is text to the wrapper, and the command resolves it.
/// </summary>
internal abstract class ArgumentConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public sealed override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is not null;

    /// <inheritdoc/>
    public sealed override object ConvertFrom(
        object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            return From(sourceValue);
        }
        catch (PinningException error)
        {
            throw new PSInvalidCastException(error.Fault.ToString(), error);
        }
    }

    /// <inheritdoc/>
    public sealed override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public sealed override object ConvertTo(
        object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    /// <summary>The argument for a value.</summary>
    /// <exception cref="PinningException">The value cannot be one.</exception>
    /// <exception cref="PSInvalidCastException">The same.</exception>
    protected abstract object From(object value);
}

/// <summary>Pins; what is not one is a fault that the command reports.</summary>
internal sealed class PinArgumentConverter : ArgumentConverter
{
    /// <inheritdoc/>
    protected override object From(object value) => PinArgument.From(value);
}

/// <summary>Pin sets, also those that have only their properties.</summary>
internal sealed class PinSetArgumentConverter : ArgumentConverter
{
    /// <inheritdoc/>
    protected override object From(object value) => PinSetArgument.From(value);
}

/// <summary>Certificates as objects, text or bytes.</summary>
internal sealed class CertificateArgumentConverter : ArgumentConverter
{
    /// <inheritdoc/>
    protected override object From(object value) => CertificateArgument.TryFrom(value)
        ?? throw new PSInvalidCastException(CertificateTransformAttribute.Refusal);
}
