using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace PinningTools.Tests.Shape.Binding;

/// <summary>
/// Everything that the assemblies for Windows PowerShell 5.1 refer to is there: in .NET Framework 4.7.2, the oldest
/// that they are for, and in the surface of PowerShell 5.1. It says that they load, and nothing of what they do.
/// </summary>
public sealed class FrameworkBindingTests
{
    private static readonly string s_library = Path.Combine(BuiltModule.Root, "lib", "netstandard2.0");
    private static readonly string s_framework = Metadata("FrameworkReferences");
    private static readonly string[] s_ours = Directory.GetFiles(s_library, "*.dll");

    /// <summary>What nothing may be found in that is only promised: netstandard.dll has names and no members.</summary>
    private static readonly Surface s_there = Surface.Of(
        [.. Directory.GetFiles(s_framework, "*.dll"), Metadata("PowerShellReference"), .. s_ours]);

    private static readonly Surface s_facades =
        Surface.Of(Directory.GetFiles(Path.Combine(s_framework, "Facades"), "*.dll"));

    public static TheoryData<string> Assemblies { get; } = [.. s_ours.Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_is_there(string assembly)
    {
        IReadOnlySet<string> types = References.Of(Path.Combine(s_library, assembly)).Types;

        Assert.True(types.Count > 50, $"Only {types.Count} types were found.");
        Assert.DoesNotContain(types, type => !s_there.Has(type));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_member_is_there(string assembly)
    {
        IReadOnlySet<(string Type, string Member)> members = References.Of(Path.Combine(s_library, assembly)).Members;

        Assert.True(members.Count > 100, $"Only {members.Count} members were found.");
        Assert.DoesNotContain(members, member => !s_there.Has(member.Type, member.Member));
    }

    /// <summary>Who asks netstandard.dll for a type is sent on; one that it does not name is not found.</summary>
    [Fact]
    public void The_facades_name_the_types_that_are_asked_of_them()
    {
        var elsewhere = Surface.Of([Metadata("PowerShellReference"), .. s_ours]);
        IEnumerable<string> asked = s_ours.SelectMany(path => References.Of(path).Types)
            .Where(type => !type.Contains('+') && !elsewhere.Has(type));

        Assert.DoesNotContain(asked, type => !s_facades.Forwards(type) && !s_facades.Has(type));
    }

    /// <summary>What is asked for by name, because .NET Standard has none.</summary>
    [Theory]
    [InlineData("System.Security.AccessControl.FileSecurity", ".ctor instance System.Void()")]
    [InlineData(
        "System.Security.AccessControl.FileSecurity",
        "SetSecurityDescriptorSddlForm instance System.Void(System.String)")]
    [InlineData(
        "System.Security.AccessControl.FileSecurity",
        "GetSecurityDescriptorSddlForm instance System.String(System.Security.AccessControl.AccessControlSections)")]
    [InlineData(
        "System.IO.File",
        "GetAccessControl System.Security.AccessControl.FileSecurity("
            + "System.String, System.Security.AccessControl.AccessControlSections)")]
    [InlineData("System.Security.Principal.WindowsIdentity", "GetCurrent System.Security.Principal.WindowsIdentity()")]
    [InlineData(
        "System.Security.Principal.WindowsIdentity",
        "get_User instance System.Security.Principal.SecurityIdentifier()")]
    [InlineData(
        "System.IO.FileStream",
        ".ctor instance System.Void(System.String, System.IO.FileMode, System.Security.AccessControl.FileSystemRights, "
            + "System.IO.FileShare, System.Int32, System.IO.FileOptions, System.Security.AccessControl.FileSecurity)")]
    [InlineData("System.Security.Cryptography.RSACng", "get_Key instance System.Security.Cryptography.CngKey()")]
    [InlineData("System.Security.Cryptography.ECDsaCng", "get_Key instance System.Security.Cryptography.CngKey()")]
    [InlineData("System.Security.Cryptography.CngKey", "get_IsEphemeral instance System.Boolean()")]
    [InlineData(
        "System.DirectoryServices.Protocols.VerifyServerCertificateCallback",
        "Invoke instance System.Boolean(System.DirectoryServices.Protocols.LdapConnection, "
            + "System.Security.Cryptography.X509Certificates.X509Certificate)")]
    public void What_is_asked_for_by_name_is_there(string type, string member) =>
        Assert.True(s_there.Has(type, member), $"{type} {member}");

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        Assert.True(s_there.TypeCount > 10000, $"{s_there.TypeCount}");
        Assert.False(s_there.Has("System.Net.Http.SocketsHttpHandler"));
        Assert.False(s_there.Has("System.IO.File", "Move System.Void(System.String, System.String, System.Boolean)"));
        Assert.True(s_there.Has("System.IO.File", "Move System.Void(System.String, System.String)"));
    }

    private static string Metadata(string key) => typeof(FrameworkBindingTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;
}
