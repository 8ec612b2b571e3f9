using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>The hostile servers of the tests, and floods that the library itself would take without end.</summary>
public sealed class HostileInspectionTests
{
    private const byte Handshake = 22;
    private const byte Alert = 21;
    private const byte CipherChange = 20;

    public static TheoryData<string> Floods => [.. s_floods.Keys];

    private static readonly Dictionary<string, Func<byte[]>> s_floods = new()
    {
        ["warnings"] = () => Record(Alert, 1, 90),
        ["many warnings in a record"] = () => Record(Alert, [.. Enumerable.Repeat(new byte[] { 1, 90 }, 1000).SelectMany(one => one)]),
        ["HelloRequests"] = () => Record(Handshake, 0, 0, 0, 0),
        ["many HelloRequests in a record"] = () => Record(Handshake, new byte[4000]),
        ["ChangeCipherSpecs"] = () => Record(CipherChange, 1),
        ["empty records"] = () => Record(Handshake),
        ["empty records of data"] = () => Record(23),
        ["one byte of a message in each record"] = () => Record(Handshake, 0),
        ["messages of an unknown type"] = () => Record(Handshake, 99, 0, 0, 0),
        ["a certificate message without end"] = () => Record(Handshake, new byte[16384]),
        ["session tickets"] = () => Record(Handshake, 4, 0, 0, 6, 0, 0, 0, 0, 0, 0),
        ["updates of keys"] = () => Record(Handshake, 24, 0, 0, 1, 0),
        ["heartbeats"] = () => Record(24, new byte[20]),
        ["records of the largest length"] = () => Record(Handshake, new byte[65535]),
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_before_the_hello_ends_soon(string flood) => await EndsAsync([], s_floods[flood]());

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_after_the_hello_ends_soon(string flood) =>
        await EndsAsync(ServerHello(), flood.StartsWith("a certificate", StringComparison.Ordinal)
            ? [.. Record(Handshake, 11, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFC), .. s_floods[flood]()]
            : s_floods[flood]());

    [Fact]
    public async Task Certificates_of_ten_megabytes_are_refused_unread()
    {
        var huge = new OversizeCertificates();
        await using ScriptedServer server = ScriptedServer.Start(huge.SendAsync);

        var failure = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(server.Port));

        Assert.Equal(VerdictReason.ChainTooLong, failure.Reason);
        await server.WaitForConnectionClosedAsync(1, TestPatience);
        Assert.InRange(huge.Sent, 1, OversizeCertificates.Size - 1);
    }

    [Theory]
    [InlineData(Misbehaviour.CloseAtOnce)]
    [InlineData(Misbehaviour.ResetAtOnce)]
    [InlineData(Misbehaviour.FloodWithGarbage)]
    [InlineData(Misbehaviour.PlainTextHttp)]
    [InlineData(Misbehaviour.TlsAlert)]
    public async Task A_server_that_never_comes_to_TLS_is_a_failure(Misbehaviour misbehaviour)
    {
        await using MisbehavingServer server = MisbehavingServer.Start(misbehaviour);

        Exception? error = await Xunit.Record.ExceptionAsync(() => Inspecting.ServerAsync(server.Port));

        VerdictReason? reason = (error as InspectionFailure)?.Reason;
        Assert.True(reason is not null || error is IOException or SocketException, error?.ToString());
        if (misbehaviour == Misbehaviour.PlainTextHttp) Assert.Equal(VerdictReason.NotTls, reason);
        if (misbehaviour == Misbehaviour.TlsAlert)
            Assert.Equal((VerdictReason.ProtocolRefused, 40), (reason, ((InspectionFailure)error!).Alert));
    }

    [Theory]
    [InlineData(Misbehaviour.AcceptAndSayNothing)]
    [InlineData(Misbehaviour.DripOneBytePerSecond)]
    public async Task A_stop_returns_at_once_from_a_server_that_stalls(Misbehaviour misbehaviour)
    {
        await using MisbehavingServer server = MisbehavingServer.Start(misbehaviour);
        using var stop = new CancellationTokenSource();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        // It takes no token, as on .NET Framework: only the closed socket would end its read.
        using var stream = new DeafStream(new NetworkStream(socket));
        Task<InspectedServer> inspection = Inspecting.OfAsync(stream, null, stop.Token);
        await stream.IsReading;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inspection);
    }

    [Theory]
    [InlineData(nameof(ExoticCertificates.Ed25519))]
    [InlineData(nameof(ExoticCertificates.RsaPss))]
    [InlineData(nameof(ExoticCertificates.EcExplicitParameters))]
    [InlineData(nameof(ExoticCertificates.UnknownAlgorithm))]
    public async Task Exotic_certificates_among_those_sent_are_shown(string maker)
    {
        var exotic = (ExoticCertificate)typeof(ExoticCertificates).GetMethod(maker)!.Invoke(null, null)!;
        TestCertificate leaf = TestCertificate.SelfSigned("localhost");
        byte[][] many = [.. Enumerable.Repeat(exotic.Der, 99)];
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(leaf.Key, [leaf.Der, .. many]);

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal((HandshakeProof.ServerKeyExchange, ProofStrength.Strong), (seen.Proof, seen.Strength));
        Assert.Equal((100, PresentedChain.MaxCertificates), (seen.Presented.Sent, seen.Presented.Certificates.Count));
        Assert.True(seen.Presented.IsTooLong);
        Assert.Equal(exotic.Pin, seen.Presented.Certificates[1].Pin.ToString());
    }

    [Theory]
    [InlineData(nameof(ExoticCertificates.RsaPss), HandshakeProof.CertificateVerify)]
    [InlineData(nameof(ExoticCertificates.EcCompressedPoint), HandshakeProof.CertificateVerify)]
    [InlineData(nameof(ExoticCertificates.Version1), HandshakeProof.CertificateVerify)]
    public async Task Exotic_leaves_are_proven(string maker, HandshakeProof proof)
    {
        var exotic = (ExoticCertificate)typeof(ExoticCertificates).GetMethod(maker)!.Invoke(null, null)!;
        await using NginxServer server = await NginxServer.StartAsync(exotic.Pem, exotic.KeyPem!);

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal((exotic.Pin, proof), (seen.Presented.Leaf.Pin.ToString(), seen.Proof));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3, 4 })]
    [InlineData(new byte[] { 0x30, 0x80, 0, 0 })]
    public async Task A_leaf_that_is_no_certificate_is_a_failure(byte[] leaf)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(key, [leaf]);

        var failure = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(server.Port));

        Assert.Equal(VerdictReason.NoCertificate, failure.Reason);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, KeyKind.EcP256, KeyKind.EcP256)]
    [InlineData(SslProtocols.Tls13, KeyKind.EcP256, KeyKind.EcP256)]
    [InlineData(SslProtocols.Tls12, KeyKind.Rsa2048, KeyKind.Rsa2048)]
    [InlineData(SslProtocols.Tls13, KeyKind.Rsa2048, KeyKind.Rsa2048)]
    [InlineData(SslProtocols.Tls12, KeyKind.EcP256, KeyKind.Rsa2048)]
    [InlineData(SslProtocols.Tls13, KeyKind.EcP256, KeyKind.Rsa2048)]
    [InlineData(SslProtocols.Tls13, KeyKind.Rsa2048, KeyKind.EcP256)]
    [InlineData(SslProtocols.Tls12, KeyKind.Rsa2048, KeyKind.Rsa3072)]
    [InlineData(SslProtocols.Tls12, KeyKind.EcP256, KeyKind.EcP384)]
    public async Task A_copied_certificate_is_not_proven(SslProtocols protocol, KeyKind shown, KeyKind own)
    {
        TestCertificate copied = TestCertificate.SelfSigned("localhost", new() { KeyKind = shown });
        AsymmetricAlgorithm key = TestCertificate.SelfSigned("other", new() { KeyKind = own }).Key;
        await using CopiedCertificateServer server = CopiedCertificateServer.Start(copied, key, protocol);

        InspectedServer? seen = null;
        Exception? failure = await Xunit.Record.ExceptionAsync(async () => seen = await Inspecting.ServerAsync(server.Port));

        Assert.True(failure is InspectionFailure || seen is { Proof: HandshakeProof.None }, failure?.ToString() ?? $"{seen}");
        if (shown == own)
            Assert.Equal(VerdictReason.HandshakeSignatureInvalid, Assert.IsType<InspectionFailure>(failure).Reason);
    }

    private static TimeSpan TestPatience => TimeSpan.FromMinutes(2);

    /// <summary>The flood is sent until the reader leaves, which it does long before it has read a megabyte.</summary>
    private static async Task EndsAsync(byte[] before, byte[] flood)
    {
        const int Enough = 4 << 20;
        byte[] wave = [.. Enumerable.Repeat(flood, Math.Max(1, 8192 / flood.Length)).SelectMany(one => one)];
        int sent = 0;
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await FirstFlight.ReadHelloAsync(peer.Stream);
            await peer.SendAsync(before);
            for (; sent < Enough; sent += wave.Length) await peer.SendAsync(wave);
            await peer.StallAsync();
        });

        Exception? failure = await Xunit.Record.ExceptionAsync(() => Inspecting.ServerAsync(server.Port));

        Assert.True(failure is InspectionFailure or IOException, failure?.ToString());
        await server.WaitForConnectionClosedAsync(1, TestPatience);
    }

    /// <summary>TLS 1.2, ECDHE-RSA with AES-128-GCM.</summary>
    internal static byte[] ServerHello() =>
        Record(Handshake, [2, 0, 0, 38, 3, 3, .. new byte[32], 0, 0xC0, 0x2F, 0]);

    private static byte[] Record(byte type, params byte[] content) =>
        [type, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    /// <summary>A stream whose reads heed no token.</summary>
    [SuppressMessage("Performance", "CA1844", Justification = "An inspection reads into arrays.")]
    private sealed class DeafStream(Stream inner) : Stream
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task IsReading => _reading.Task;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            _reading.TrySetResult();
            return inner.ReadAsync(buffer, offset, count, CancellationToken.None);
        }

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
