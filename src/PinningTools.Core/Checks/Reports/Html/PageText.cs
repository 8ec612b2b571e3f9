using System.Text;

namespace PinningTools.Internal;

/// <summary>The text of the page as it grows; everything appended is a finished string.</summary>
internal sealed class PageText
{
    private readonly StringBuilder _text = new();

    internal PageText(string text = "")
    {
        _text.Append(text);
    }

    internal int Length => _text.Length;

    internal PageText Append(string text)
    {
        _text.Append(text);
        return this;
    }

    public override string ToString() => _text.ToString();
}
