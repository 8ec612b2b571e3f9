using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Testing;

namespace PinningTools.TestServer;

/// <summary>
/// A site of nginx, as an administrator would set it up: files, packed and in ranges, moved pages, a password.
/// </summary>
internal static class NginxSite
{
    private const string LogFormat =
        """
        escape=json '{"request":"$request","status":"$status","agent":"$http_user_agent","accept":"$http_accept",'
                    '"authorization":"$http_authorization","cookie":"$http_cookie","range":"$http_range",'
                    '"encoding":"$http_accept_encoding","type":"$content_type","length":"$content_length",'
                    '"coding":"$http_transfer_encoding","connection":"$http_connection","expect":"$http_expect",'
                    '"match":"$http_if_match","one":"$http_x_one","host":"$http_host","tls":"$ssl_protocol",'
                    '"user":"$remote_user","bytes":"$body_bytes_sent"}'
        """;

    internal static Task<NginxServer> StartAsync(TestCertificate leaf, string folder, string socket)
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "www")).FullName;
        Directory.CreateDirectory(Path.Combine(files, "stored"));
        Directory.CreateDirectory(Path.Combine(files, "area"));
        File.WriteAllText(Path.Combine(files, "text.txt"), string.Concat(Enumerable.Repeat("some text\n", 1000)));
        File.WriteAllText(Path.Combine(files, "area", "text.txt"), "for those who know the word");
        File.WriteAllText(Path.Combine(files, "page.html"), "<html><a href='/one'>One</a><img src=a.png></html>");
        File.WriteAllText(Path.Combine(files, "data.json"), """{"greeting":"hello","numbers":[1,2,3]}""");
        File.WriteAllText(Path.Combine(files, "data.xml"), "<?xml version=\"1.0\"?><greeting>hello</greeting>");
        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(place => (byte)(place * 7))];
        File.WriteAllBytes(Path.Combine(files, "file.bin"), bytes);
        File.WriteAllText(Path.Combine(folder, "passwords"), "me:{PLAIN}pw\n");
        return NginxServer.StartAsync(leaf, new NginxOptions
        {
            Http2 = true,
            LogFormat = LogFormat,
            ServerDirectives = $$"""
                listen unix:{{socket}} ssl http2;
                root {{files}};
                types {
                    text/plain txt; text/html html; application/json json; application/xml xml;
                    application/octet-stream bin;
                }
                client_max_body_size 100m;
                absolute_redirect off;
                location /text.txt { gzip on; gzip_min_length 1; gzip_types text/plain; }
                location /chunked/ { alias {{files}}/; ssi on; ssi_types *; gzip off; }
                location /page.html { }
                location /data. { }
                location /file.bin { }
                location /stored/ { dav_methods PUT DELETE; }
                location /area/ { auth_basic area; auth_basic_user_file {{folder}}/passwords; }
                location /moved { return 302 /text.txt; }
                location /for-good { return 301 /data.json; }
                location /kept { return 307 /stored/it; }
                location /loop { return 302 /loop; }
                location /busy { add_header Retry-After 1 always; return 429 busy; }
                location /broken { default_type application/json; return 500 '{"error":"broken"}'; }
                location /cookie { add_header Set-Cookie "a=1; Path=/"; return 200 "cookie: $http_cookie"; }
                location /nothing { return 204; }
                """,
        });
    }
}
