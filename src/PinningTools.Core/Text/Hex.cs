namespace PinningTools.Internal;

/// <summary>Hexadecimal text, for which .NET Framework has no converter.</summary>
internal static class Hex
{
    private const string LowerDigits = "0123456789abcdef";
    private const string UpperDigits = "0123456789ABCDEF";

    internal static string ToLower(byte[] data) => Format(data, 0, data.Length, LowerDigits);

    internal static string ToUpper(byte[] data) => Format(data, 0, data.Length, UpperDigits);

    internal static string ToUpper(byte[] data, int offset, int count) => Format(data, offset, count, UpperDigits);

    /// <summary>Reads pairs of digits; null if a character is not a digit or one is left over.</summary>
    internal static byte[]? TryParse(string digits)
    {
        if (digits.Length % 2 != 0) return null;
        byte[] data = new byte[digits.Length / 2];
        for (int i = 0; i < data.Length; i++)
        {
            int high = Value(digits[2 * i]);
            int low = Value(digits[(2 * i) + 1]);
            if (high < 0 || low < 0) return null;
            data[i] = (byte)((high << 4) | low);
        }

        return data;
    }

    internal static int Value(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => -1,
    };

    private static string Format(byte[] data, int offset, int count, string digits)
    {
        char[] text = new char[count * 2];
        for (int i = 0; i < count; i++)
        {
            text[2 * i] = digits[data[offset + i] >> 4];
            text[(2 * i) + 1] = digits[data[offset + i] & 15];
        }

        return new string(text);
    }
}
