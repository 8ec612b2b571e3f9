using System.IO;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>Keys without their public halves, on platforms that compute those and on others.</summary>
public sealed class BareKeyTests
{
    private const string Ec = "1.2.840.10045.2.1";

    /// <summary>The keys of RFC 6979 appendices A.2.5 to A.2.7.</summary>
    [Theory]
    [InlineData("1.2.840.10045.3.1.7",
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6",
        "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299")]
    [InlineData("1.3.132.0.34",
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
        "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13",
        "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720")]
    [InlineData("1.3.132.0.35",
        "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC"
            + "1466F6D8FBEC67DB89EC0C08B0E996B83538",
        "01894550D0785932E00EAA23B694F213F8C3121F86DC97A04E5A7167DB4E5BCD371123D46E45DB6B5D5370A7F20FB633"
            + "155D38FFA16D2BD761DCAC474B9A2F5023A4",
        "00493101C962CD4D2FDDF782285E64584139C2F91B47F87FF82354D6630F746A28A0DB25741B5B34A828008B22ACC23F"
            + "924FAAFBD4D33F81EA66956DFEAA2BFDFCF5")]
    public void The_public_half_of_a_number_is_computed_on_every_platform(
        string curve, string number, string x, string y)
    {
        byte[] algorithm = DerWriter.Sequence(DerWriter.Oid(Ec), DerWriter.Oid(curve));
        byte[] inner = DerWriter.Sequence(DerWriter.Integer(1), DerWriter.OctetString(Bytes(number)));
        byte[] key = DerWriter.Sequence(DerWriter.Integer(0), algorithm, DerWriter.OctetString(inner));
        byte[] point = [4, .. Bytes(x), .. Bytes(y)];

        KeyFileItem item = KeyFile.Read(
            new MemoryStream(key), "test", new KeyPassword(null), certificatesOnly: false).Single();

        Assert.Null(item.Fault);
        Assert.Equal(SpkiPin.Of(Spki.From(algorithm, point)), item.Holder!.Pin);
    }

    private static byte[] Bytes(string hex) => Hex.TryParse(hex)!;
}
