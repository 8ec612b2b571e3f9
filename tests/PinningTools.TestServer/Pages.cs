using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Testing;

namespace PinningTools.TestServer;

/// <summary>Pages that show what a web client makes of them.</summary>
internal static class Pages
{
    private const string Html = """
        <html><head><title>Page</title></head><body>
        <a href="/one" id="first">One</a> <A HREF='/two' class=plain>Two <b>bold</b></A>
        <a name="x" data-a="1>2" href="/three">3</a>
        <img src="/a.png" alt="A picture"> <IMG SRC=b.gif>
        <form><input type="text" name="user" value="me"> <input type=hidden name='token' value='t&amp;1'/>
        <input disabled></form>
        </body></html>
        """;

    private static readonly byte[] s_file = [.. Enumerable.Range(0, 300_000).Select(place => (byte)(place * 7))];

    internal static void MapTo(HttpTestServer server)
    {
        int flaky = 0;
        server.Map("/html", Text("text/html; charset=utf-8", Html));
        server.Map("/plain-type", Bytes(null, [104, 105]));
        server.Map("/binary", Bytes("application/octet-stream", [0, 1, 65, 66, 200, 255, 10]));
        server.Map("/no-charset", Bytes("text/plain", Encoding.UTF8.GetBytes("gr\u00fc\u00dfe")));
        server.Map("/meta", Bytes("text/html", Encoding.Latin1.GetBytes(
            "<html><head><meta charset=\"iso-8859-1\"></head>gr\u00fc\u00dfe</html>")));
        server.Map("/meta-http-equiv", Bytes("text/html", Encoding.Latin1.GetBytes(
            "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>gr\u00fc\u00dfe")));
        server.Map("/xml-declaration", Bytes("application/xml", Encoding.Latin1.GetBytes(
            "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>gr\u00fc\u00dfe</a>")));
        server.Map("/bom", Bytes("text/plain", [0xEF, 0xBB, 0xBF, 104, 105]));
        server.Map("/utf16", Bytes("text/plain; charset=utf-16", Encoding.Unicode.GetBytes("gr\u00fc\u00dfe")));
        server.Map("/unknown-charset", Bytes("text/plain; charset=martian", Encoding.UTF8.GetBytes("gr\u00fc\u00dfe")));
        server.Map("/json-array", Text("application/json", """[{"a":1},{"a":2}]"""));
        server.Map("/json-null", Text("application/json", "null"));
        server.Map("/json-empty", Text("application/json", ""));
        server.Map("/json-number", Text("application/json", "42"));
        server.Map("/json-dates", Text("application/json", """
            {"when":"2026-01-02T03:04:05Z","big":12345678901234567890,"real":1.5,"nested":{"x":[1,[2,3]]}}
            """));
        server.Map("/json-as-text", Text("text/plain", """{"a":1}"""));
        server.Map("/json-broken", Text("application/json", """{"a":"""));
        server.Map("/rss", Text("application/rss+xml", """
            <?xml version="1.0"?><rss version="2.0"><channel><title>T</title>
            <item><title>One</title></item><item><title>Two</title></item></channel></rss>
            """));
        server.Map("/atom", Text("application/atom+xml", """
            <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
            <entry><title>One</title></entry><entry><title>Two</title></entry></feed>
            """));
        server.Map("/dtd", Text("application/xml", """
            <?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>
            """));
        server.Map("/links", LinksAsync);
        server.Map("/issues", IssuesAsync);
        server.Map("/login", LoginAsync);
        server.Map("/home", context => context.Request.Cookies["session"] == "42"
            ? Text("text/plain", "welcome")(context)
            : Status(403, "text/plain", "who are you?")(context));
        server.Map("/trickle", async context =>
        {
            context.Response.ContentLength = 5 * s_file.Length;
            for (int i = 0; i < 5; i++)
            {
                await context.Response.Body.WriteAsync(s_file);
                await Task.Delay(500);
            }
        });
        server.Map("/auth/negotiate", context =>
        {
            context.Response.Headers.WWWAuthenticate = "Negotiate";
            return Status(401, "text/plain", "who are you?")(context);
        });
        server.Map("/error-json", Status(500, "application/json", """{"error":{"code":7}}"""));
        server.Map("/error-xml", Status(500, "application/xml", "<error><code>7</code></error>"));
        server.Map("/error-html", Status(404, "text/html", "<html><body><h1>Not here</h1></body></html>"));
        server.Map("/error-empty", Status(503, "text/plain", ""));
        server.Map("/file", context => Results
            .Bytes(s_file, "application/octet-stream", "file.bin", enableRangeProcessing: true).ExecuteAsync(context));
        server.Map("/say", SayAsync);
        server.Map("/packed", context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return Bytes("text/plain", Pack("packed"))(context);
        });
        server.Map("/flaky", context => Interlocked.Increment(ref flaky) % 3 == 0
            ? Text("text/plain", "at last")(context)
            : Status(503, "text/plain", "later")(context));
        server.Map("/many-headers", context =>
        {
            context.Response.Headers.Append("X-Many", "one");
            context.Response.Headers.Append("X-Many", "two");
            return Text("text/plain", "x")(context);
        });
    }

    private static RequestDelegate Text(string type, string text) => Bytes(type, Encoding.UTF8.GetBytes(text));

    private static RequestDelegate Bytes(string? type, byte[] body) => context =>
    {
        if (type is not null) context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body).AsTask();
    };

    private static RequestDelegate Status(int status, string type, string text) => context =>
    {
        context.Response.StatusCode = status;
        return Text(type, text)(context);
    };

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>Two of five to a page, for those who say who they are.</summary>
    private static Task IssuesAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != "Bearer secret") return Status(401, "text/plain", "")(context);
        int page = int.Parse(context.Request.Query["page"].LastOrDefault() ?? "1", CultureInfo.InvariantCulture);
        int size = int.Parse(context.Request.Query["per_page"].LastOrDefault() ?? "5", CultureInfo.InvariantCulture);
        int[] numbers = [.. Enumerable.Range(1, 5).Skip((page - 1) * size).Take(size)];
        string next = $"https://{context.Request.Host}/issues?per_page={size}&page={page + 1}";
        if (page * size < 5) context.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        context.Response.Headers["X-Page"] = $"{page}";
        var issues = numbers.Select(number => $$"""{"number":{{number}},"title":"Issue {{number}}"}""");
        return Text("application/json", $"[{string.Join(',', issues)}]")(context);
    }

    private static Task LoginAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return Text("text/html", """
                <form method="post"><input name="user"><input type="password" name="password">
                <input type="hidden" name="token" value="once"></form>
                """)(context);
        }

        bool knows = context.Request.Form["password"] == "pw" && context.Request.Form["token"] == "once";
        if (!knows) return Status(403, "text/plain", "no")(context);
        context.Response.Headers.SetCookie = "session=42; Path=/; HttpOnly; Secure";
        context.Response.Redirect("/home");
        return Task.CompletedTask;
    }

    /// <summary>What the address asks for: a status, a type, a body in Base64, and fields as name:value.</summary>
    private static Task SayAsync(HttpContext context)
    {
        IQueryCollection asked = context.Request.Query;
        if (asked["status"].LastOrDefault() is { } status)
            context.Response.StatusCode = int.Parse(status, CultureInfo.InvariantCulture);
        foreach (string? field in asked["field"])
        {
            string[] parts = field!.Split(':', 2);
            context.Response.Headers.Append(parts[0], parts[1]);
        }

        return Bytes(asked["type"], Convert.FromBase64String(asked["body"].LastOrDefault() ?? ""))(context);
    }

    private static Task LinksAsync(HttpContext context)
    {
        int page = int.Parse(context.Request.Query["page"].FirstOrDefault() ?? "1", CultureInfo.InvariantCulture);
        string next = page < 3 ? $"</links?page={page + 1}>; rel=\"next\", " : "";
        context.Response.Headers.Append("Link", $"{next}</links?page=1>; rel=\"first\"");
        context.Response.Headers.Append("Link", "<https://example.com/x>; rel=other");
        return Text("application/json", $$"""{"page":{{page}}}""")(context);
    }
}
