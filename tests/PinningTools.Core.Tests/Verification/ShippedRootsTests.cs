using System.Collections.Generic;
using System.IO;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Verification;

public sealed class ShippedRootsTests
{
    private static readonly TestCertificate s_public = TestCertificate.Root("Public");
    private static readonly TestCertificate s_added = TestCertificate.Root("Corporate");

    private static DerCertificate Parse(TestCertificate certificate) => DerCertificate.Parse(certificate.Der);

    [Fact]
    public void The_roots_of_a_system_are_read_from_folders_past_whatever_else_is_in_them()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("mozilla"));
        File.WriteAllText(folder.File("mozilla/public.crt"), s_public.Pem);
        File.WriteAllText(folder.File("mozilla/empty.crt"), "");
        File.WriteAllText(folder.File("README"), "no certificate at all");
        File.WriteAllText(
            folder.File("bundle.p11-kit"),
            "[p11-kit-object-v1]\nlabel: \"Other\"\ntrusted: true\n" + s_added.Pem + "\n[p11-kit-object-v1]\n");

        IEnumerable<DerCertificate> roots = ShippedRoots.ReadFolders([folder.Path, folder.File("nowhere")]);

        Assert.Equal(
            new[] { s_added.Pin, s_public.Pin }.Order(), roots.Select(root => root.Pin.ToString()).Order());
    }

    [Fact]
    [Trait("Pitfall", "23")]
    public void A_root_was_added_where_the_system_has_roots_and_none_with_its_key()
    {
        HashSet<SpkiPin> shipped = [SpkiPin.Parse(s_public.Pin)];

        Assert.True(ShippedRoots.IsAdded(Parse(s_added), shipped));
        Assert.False(ShippedRoots.IsAdded(Parse(s_public), shipped));
        Assert.False(ShippedRoots.IsAdded(Parse(s_public.Renew()), shipped));
        Assert.False(ShippedRoots.IsAdded(Parse(s_added), []));
    }

    /// <summary>Whatever this machine is, what it trusts by itself is not called an interceptor.</summary>
    [SkippableFact]
    public void The_roots_of_a_distribution_were_not_added()
    {
        const string Folder = "/usr/share/ca-certificates/mozilla";
        Skip.IfNot(Directory.Exists(Folder), "this system has no such folder");

        Assert.All(ShippedRoots.ReadFolders([Folder]), root => Assert.False(ShippedRoots.IsAdded(root)));
        Assert.True(ShippedRoots.IsAdded(Parse(s_added)));
    }
}
