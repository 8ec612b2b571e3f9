using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PinningTools.Testing;

/// <summary>The endpoints every <see cref="HttpTestServer"/> has.</summary>
internal static class HttpTestEndpoints
{
    private const string Greeting = "hello";

    public static void MapTo(IEndpointRouteBuilder routes)
    {
        Map("/", context => TextAsync(context, Greeting));
        Map("/echo", EchoAsync);
        Map("/status/{code}", context => StatusAsync(context, Number(context, "code")));
        Map("/redirect", RedirectAsync);
        Map("/redirect/{n}", RedirectAgainAsync);
        Map("/bytes/{n}", BytesAsync);
        Map("/slow/{ms}", SlowAsync);
        Map("/gzip", context => PackedAsync(context, "gzip", to => new GZipStream(to, CompressionLevel.Fastest)));
        Map("/deflate", context => PackedAsync(context, "deflate", to => new ZLibStream(to, CompressionLevel.Fastest)));
        Map("/br", context => PackedAsync(context, "br", to => new BrotliStream(to, CompressionLevel.Fastest)));
        Map("/json", context => TextAsync(context, """{"greeting":"hello","numbers":[1,2,3]}""", "application/json"));
        Map("/xml", context => TextAsync(context, "<greeting>hello</greeting>", "application/xml"));
        Map("/charset/{name}", CharsetAsync);
        Map("/cookie/set", SetCookiesAsync);
        Map("/cookie", context => TextAsync(context, context.Request.Headers.Cookie.ToString()));
        Map("/auth/basic", BasicAsync);

        void Map(string pattern, RequestDelegate handler) => routes.Map(pattern, handler);
    }

    private static Task TextAsync(HttpContext context, string text, string type = "text/plain")
    {
        context.Response.ContentType = type + "; charset=utf-8";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return context.Response.WriteAsync(text);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync().ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(new
        {
            method = context.Request.Method,
            headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            body,
        }).ConfigureAwait(false);
    }

    private static Task StatusAsync(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        return code is 204 or 205 or 304 ? Task.CompletedTask : TextAsync(context, "status " + code);
    }

    private static Task RedirectAsync(HttpContext context)
    {
        var query = context.Request.Query;
        context.Response.StatusCode = query.TryGetValue("code", out var code)
            ? int.Parse(code.ToString(), CultureInfo.InvariantCulture)
            : StatusCodes.Status302Found;
        context.Response.Headers.Location = query["to"];
        return Task.CompletedTask;
    }

    private static Task RedirectAgainAsync(HttpContext context)
    {
        var n = Number(context, "n");
        if (n == 0)
            return TextAsync(context, Greeting);

        context.Response.Redirect($"/redirect/{n - 1}");
        return Task.CompletedTask;
    }

    // Every byte tells its place; the length is not announced.
    private static async Task BytesAsync(HttpContext context)
    {
        var block = Enumerable.Range(0, 64 * 1024).Select(place => (byte)place).ToArray();
        context.Response.ContentType = "application/octet-stream";
        for (var left = Number(context, "n"); left > 0; left -= block.Length)
        {
            var part = block.AsMemory(0, Math.Min(left, block.Length));
            await context.Response.Body.WriteAsync(part).ConfigureAwait(false);
        }
    }

    private static async Task SlowAsync(HttpContext context)
    {
        await Task.Delay(Number(context, "ms"), context.RequestAborted).ConfigureAwait(false);
        await TextAsync(context, Greeting).ConfigureAwait(false);
    }

    private static async Task PackedAsync(HttpContext context, string encoding, Func<Stream, Stream> compress)
    {
        context.Response.ContentType = "text/plain";
        context.Response.Headers.ContentEncoding = encoding;
        await using var body = compress(context.Response.Body);
        await body.WriteAsync(Encoding.UTF8.GetBytes(Greeting)).ConfigureAwait(false);
    }

    private static async Task CharsetAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        context.Response.ContentType = "text/plain; charset=" + name;
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        await context.Response.WriteAsync("grüße", encoding).ConfigureAwait(false);
    }

    private static Task SetCookiesAsync(HttpContext context)
    {
        foreach (var (name, value) in context.Request.Query)
            context.Response.Cookies.Append(name, value.ToString());
        return TextAsync(context, "set");
    }

    private static Task BasicAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
            return TextAsync(context, context.Request.Headers.Authorization.ToString());

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"test\"";
        return StatusAsync(context, StatusCodes.Status401Unauthorized);
    }

    private static int Number(HttpContext context, string name) =>
        int.Parse((string)context.Request.RouteValues[name]!, CultureInfo.InvariantCulture);
}
