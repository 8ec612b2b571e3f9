using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>What the stream under SslStream notes, however the bytes come.</summary>
public sealed class TlsRecordTests
{
    /// <summary>A server hello of TLS 1.1 in two records, a warning, and the beginning of its certificates.</summary>
    private static readonly byte[] s_handshake =
    [
        22, 3, 3, 0, 5, 2, 0, 0, 38, 3,
        22, 3, 3, 0, 37, 2, .. new byte[36],
        21, 3, 3, 0, 2, 1, 112,
        22, 3, 3, 0, 8, 11, 0x10, 0, 0, 1, 2, 3, 4,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Pieces_of_any_size_are_read_alike(int size)
    {
        var log = new TlsRecordLog();

        foreach (byte[] piece in s_handshake.Chunk(size)) log.Add(piece, 0, piece.Length);

        Assert.False(log.IsForeign || log.IsBroken);
        Assert.Equal((112, false), (log.AlertNumber, log.IsAlertFatal));
        Assert.Equal(0x302, log.HelloVersion);
        Assert.Equal(
            (TlsRecordLog.CertificateMessage, 0x100000, 0x100000 - 4),
            (log.MessageType, log.MessageLength, log.MessageLeft));
    }

    /// <summary>A fatal alert ends the connection: anything sent after it is not the reason.</summary>
    [Fact]
    public void The_fatal_alert_is_the_one_that_counts()
    {
        var log = new TlsRecordLog();
        byte[] alerts = [21, 3, 3, 0, 2, 1, 112, 21, 3, 3, 0, 2, 2, 40, 21, 3, 3, 0, 2, 2, 70, 21, 3, 3, 0, 2, 1, 0];

        log.Add(alerts, 0, alerts.Length);

        Assert.Equal((40, true), (log.AlertNumber, log.IsAlertFatal));
    }

    [Fact]
    public void What_is_encrypted_is_not_read_as_a_message_or_an_alert()
    {
        var log = new TlsRecordLog();
        byte[] data =
        [
            22, 3, 3, 0, 4, 14, 0, 0, 0, 20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 6, 11, 1, 1, 1, 1, 1,
            21, 3, 3, 0, 26, .. Enumerable.Repeat((byte)2, 26),
        ];

        log.Add(data, 0, data.Length);

        Assert.Equal((14, 0), (log.MessageType, log.MessageLength));
        Assert.Null(log.AlertNumber);
        Assert.False(log.IsBroken);
    }

    [Theory]
    [InlineData(new byte[] { 72, 84, 84, 80 }, true, false)]
    [InlineData(new byte[] { 22, 2 }, true, false)]
    [InlineData(new byte[] { 23, 3, 3, 0, 1, 0 }, true, false)]
    [InlineData(new byte[] { 22, 3, 3, 0xFF, 0xFF }, true, false)]
    [InlineData(new byte[] { 22, 3, 3, 0, 0 }, true, false)]
    [InlineData(new byte[] { 22, 3, 3, 0, 1, 2, 72 }, false, true)]
    [InlineData(new byte[] { 22, 3, 3, 0 }, false, false)]
    public void What_is_no_TLS_is_seen_by_its_form(byte[] data, bool isForeign, bool isBroken)
    {
        var log = new TlsRecordLog();

        log.Add(data, 0, data.Length);

        Assert.Equal((isForeign, isBroken), (log.IsForeign, log.IsBroken));
    }

    /// <summary>SslStream waits for data by a read of nothing, which is not an end.</summary>
    [Fact]
    public async Task The_end_is_seen_where_something_was_asked_for()
    {
        using var stream = new TlsRecordStream(new MemoryStream([22]));

        _ = await stream.ReadAsync([], 0, 0, CancellationToken.None);
        Assert.False(stream.IsEndRead);
        _ = await stream.ReadAsync(new byte[9], 0, 9, CancellationToken.None);
        Assert.False(stream.IsEndRead);
        _ = await stream.ReadAsync(new byte[9], 0, 9, CancellationToken.None);
        Assert.True(stream.IsEndRead);
    }
}
