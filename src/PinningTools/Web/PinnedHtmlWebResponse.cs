using System;
using System.IO;
using System.Net.Http;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>A response whose body is text, with the links, images and input fields of an HTML page.</summary>
public sealed class PinnedHtmlWebResponse : PinnedWebResponse
{
    private HtmlElementCollection? _links;
    private HtmlElementCollection? _images;
    private HtmlElementCollection? _inputFields;

    internal PinnedHtmlWebResponse(HttpResponseMessage response, MemoryStream body, PinVerdict[] pinning, Uri source)
        : base(response, body, pinning, source)
    {
    }

    /// <summary>The links of the page.</summary>
    public HtmlElementCollection Links => _links ??= HtmlElements.Links((string)Content);

    /// <summary>The images of the page.</summary>
    public HtmlElementCollection Images => _images ??= HtmlElements.Images((string)Content);

    /// <summary>The input fields of the page.</summary>
    public HtmlElementCollection InputFields => _inputFields ??= HtmlElements.Fields((string)Content);
}
