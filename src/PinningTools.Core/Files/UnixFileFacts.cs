namespace PinningTools.Internal;

/// <summary>What a file is on Unix.</summary>
/// <param name="Bits">Its kind and its permissions, as the system has them in one number.</param>
/// <param name="Owner">The user it belongs to.</param>
/// <param name="Group">Its group.</param>
internal readonly record struct UnixFileFacts(int Bits, uint Owner, uint Group)
{
    private const int KindBits = 0xF000;
    private const int Sticky = 0x200;
    private const int GroupWrite = 0x10;
    private const int OtherWrite = 0x2;

    internal UnixFileKind Kind => (UnixFileKind)(Bits & KindBits);

    /// <summary>What owner, group and others may do.</summary>
    internal int Permissions => Bits & 0x1FF;

    /// <summary>
    /// Whether its group may write it; in a sticky folder no one puts another file in the place of someone's own.
    /// </summary>
    internal bool IsGroupWritable => (Bits & GroupWrite) != 0 && !IsStickyFolder;

    /// <summary>Whether every account may.</summary>
    internal bool IsWorldWritable => (Bits & OtherWrite) != 0 && !IsStickyFolder;

    private bool IsStickyFolder => Kind == UnixFileKind.Folder && (Bits & Sticky) != 0;
}

/// <summary>The kinds of things at a path, by their numbers in Unix.</summary>
internal enum UnixFileKind
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>A pipe with a name, or one that a shell gave a name.</summary>
    Pipe = 0x1000,

    /// <summary>A device of characters, such as a terminal.</summary>
    Device = 0x2000,

    /// <summary>A folder.</summary>
    Folder = 0x4000,

    /// <summary>A device of blocks, such as a disk.</summary>
    Disk = 0x6000,

    /// <summary>An ordinary file.</summary>
    Regular = 0x8000,

    /// <summary>A symbolic link.</summary>
    Link = 0xA000,

    /// <summary>A socket.</summary>
    Socket = 0xC000,
}
