using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Makes a change of pin sets from the parameters of a command.</summary>
internal static class PinSetChangeReader
{
    /// <exception cref="PinningException">A value is not a pin, or nothing would be changed.</exception>
    internal static PinSetChange Read(PSCmdlet cmdlet, IChangeParameters given)
    {
        PinArgumentReader.WarnOfUnproven(given.Add, cmdlet.Warn);
        return new PinSetChange
        {
            Add = PinArgumentReader.Entries(given.Add),
            Notes = new PinNotes
            {
                Role = given.Role, Bad = given.Bad, Note = given.Note, Owner = given.Owner, NotAfter = given.NotAfter,
            },
            Remove = PinArgumentReader.Values(given.Remove),
            Promote = PinArgumentReader.Values(given.Promote),
            Retire = PinArgumentReader.Values(given.Retire),
            RetireAt = given.NotAfter ?? UtcDate.Now,
            Mode = given.Mode,
            Expires = given.Expires,
            OnExpired = given.OnExpired,
            NoBackup = cmdlet.FirstGiven(nameof(given.NoBackup)) is null ? null : given.NoBackup,
            AllowInspected = cmdlet.FirstGiven(nameof(given.AllowInspected)) is null ? null : given.AllowInspected,
        }.Check(cmdlet.FirstGiven(nameof(given.Role), nameof(given.Bad), nameof(given.Note), nameof(given.Owner)));
    }
}

/// <summary>The parameters that describe a change.</summary>
internal interface IChangeParameters
{
    PinArgument[] Add { get; }

    PinRole Role { get; }

    SwitchParameter Bad { get; }

    string? Note { get; }

    string? Owner { get; }

    DateTime? NotAfter { get; }

    PinArgument[] Remove { get; }

    PinArgument[] Promote { get; }

    PinArgument[] Retire { get; }

    PinSetMode? Mode { get; }

    DateTime? Expires { get; }

    ExpiredAction? OnExpired { get; }

    SwitchParameter NoBackup { get; }

    SwitchParameter AllowInspected { get; }
}
