using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;

namespace PinningTools.Internal;

/// <summary>A form with strings and files, multipart/form-data (RFC 7578).</summary>
internal sealed class MultipartBody(IReadOnlyList<FormField> fields) : RequestBody
{
    internal override bool BringsItsType => true;

    internal override HttpContent MakeContent(string? contentType, bool skipValidation)
    {
        var form = new MultipartFormDataContent();
        foreach (FormField field in fields) form.Add(MakePart(field));
        return form;
    }

    private static HttpContent MakePart(FormField field)
    {
        try
        {
            // The name comes first on the wire, because some servers require that.
            var disposition = new ContentDispositionHeaderValue("form-data") { Name = field.Name };
            return field.File is { } file ? OfFile(file, disposition) : OfText(field.Text, disposition);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new PinningException(Faults.FormFieldInvalid(field.Name), error);
        }
    }

    private static StringContent OfText(string text, ContentDispositionHeaderValue disposition)
    {
        var content = new StringContent(text);
        content.Headers.ContentDisposition = disposition;
        return content;
    }

    private static StreamContent OfFile(FileInfo file, ContentDispositionHeaderValue disposition)
    {
        disposition.FileName = file.Name;
        disposition.FileNameStar = file.Name;
        var content = new StreamContent(RegularFile.OpenRead(file.FullName));
        content.Headers.ContentDisposition = disposition;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }
}

/// <summary>A field of a form: text, or a file.</summary>
internal sealed record FormField(string Name, string Text, FileInfo? File = null);
