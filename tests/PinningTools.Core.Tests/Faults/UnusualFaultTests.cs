using System.IO;
using System.Linq;
using System.Security.Authentication;
using System.Threading.Tasks;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Catalogue;

/// <summary>Faults that nothing else comes across.</summary>
public sealed class UnusualFaultTests
{
    [Fact]
    public async Task Judging_a_host_by_no_pin_at_all_is_refused()
    {
        PinningException error = await Assert.ThrowsAsync<PinningException>(() =>
            new PinVerifier().CheckAsync([], "host.example"));

        Assert.Equal("PinsMissing", error.Fault.Id);
    }

    [Fact]
    public void An_account_without_a_home_has_no_store_of_its_own() => Assert.Equal(
        "NoStoreLocation",
        Assert.Throws<PinningException>(() => PinStoreLocation.Require(null)).Fault.Id);

    [Fact]
    public void A_PEM_block_that_never_ends_is_given_up()
    {
        string line = new string('A', 64) + "\n";
        string text = "-----BEGIN CERTIFICATE-----\n" + string.Concat(Enumerable.Repeat(line, 300_000));

        Assert.Equal("PemBlockTooLarge", PemReader.Read(new StringReader(text), "test").Single().Fault?.Id);
    }

    [Theory]
    [InlineData(true, "ClientCertificateRefused", VerdictReason.ClientCertificateRefused)]
    [InlineData(false, "ClientCertificateRequired", VerdictReason.ClientCertificateRequired)]
    public void A_server_that_breaks_off_over_a_client_certificate_is_told_apart(
        bool shown, string id, VerdictReason reason)
    {
        ConnectionFailure failure = HandshakeErrors.FromClientCertificate(
            new AuthenticationException("unknown ca"), TlsTarget.Parse("host.example"), "192.0.2.1",
            shown, given: true, Connections.HandshakeErrorsTests.Records([], []));

        Assert.Equal((id, reason), (failure.Fault.Id, failure.Reason));
    }
}
