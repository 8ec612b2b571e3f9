using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>Lists taken apart: CSV as Import-Csv takes it, JSON as people write it, and rows out of both.</summary>
public sealed class CheckListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private List<ListRow> Read(string name, string text, Action<string>? warn = null)
    {
        File.WriteAllText(_folder.File(name), text);
        return CheckListFile.Read(_folder.File(name), null, warn ?? (_ => { }));
    }

    private static string Show(ListRow row) =>
        string.Join(";", row.Cells.Select(cell => $"{cell.Name}={string.Join("+", cell.Texts)}"));

    [Theory]
    [InlineData("HostName,Pin\na,b\n", "HostName=a;Pin=b")]
    [InlineData("HostName,Pin\r\n\"a\"\"b\",\"x,y\"\r\n", "HostName=a\"b;Pin=x,y")]
    [InlineData("HostName,Pin\na,\"two\nlines\"\n", "HostName=a;Pin=two\nlines")]
    [InlineData("HostName,Pin\n  a  ,  \"b\"  \n", "HostName=a;Pin=b")]
    [InlineData("HostName,Pin\na\n", "HostName=a;Pin=")]
    [InlineData("HostName,Pin\na,b,c\n", "HostName=a;Pin=b")]
    [InlineData("HostName,Pin\n\n\na,b", "HostName=a;Pin=b")]
    [InlineData("HostName,Pin\ra,b\r", "HostName=a;Pin=b")]
    [InlineData("HostName,,Pin\na,x,b", "HostName=a;H2=x;Pin=b")]
    [InlineData("HostName;Pin\na;\"b;c\"", "HostName=a;Pin=b;c")]
    [InlineData("HostName,Pin\na,b\"c\"", "HostName=a;Pin=b\"c\"")]
    [InlineData("HostName,Pin\na,\"b", "HostName=a;Pin=b")]
    public void Csv_is_taken_apart_as_Import_Csv_does(string text, string row) =>
        Assert.Equal(row, Show(Assert.Single(Read("list.csv", text))));

    [Theory]
    [InlineData("""[{"HostName":"a","Port":443,"Pin":["b","c"]}]""", "HostName=a;Port=443;Pin=b+c")]
    [InlineData("""{"HostName":"a"}""", "HostName=a")]
    [InlineData("""[{"HostName":"a",},] // ours""", "HostName=a")]
    [InlineData("/* our hosts,]} */ [{\"HostName\": \"a//b,]\" /* x */ , /* y */ }]", "HostName=a//b,]")]
    [InlineData("""[{"HostName":"a","PinOnly":true,"Port":443.0,"Pin":null}]""", "HostName=a;PinOnly=true;Port=443;Pin=")]
    [InlineData("""["text"]""", "Value=text")]
    [InlineData("[null]", "")]
    public void Json_is_taken_as_people_write_it(string text, string row) =>
        Assert.Equal(row, Show(Assert.Single(Read("list.json", text))));

    [Theory]
    [InlineData("list.json", "[{\"HostName\":\"a\"}")]
    [InlineData("list.json", "[{\"HostName\":\"a\"} /* no end")]
    [InlineData("list.json", "[,]")]
    [InlineData("list.json", "[1,,2]")]
    [InlineData("list.csv", "HostName,Pin,pin\na,b,c")]
    public void What_is_none_is_refused(string name, string text)
    {
        var error = Assert.Throws<PinningException>(() => Read(name, text));

        Assert.Equal("PinCheckListUnreadable", error.Fault.Id);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused() => Assert.Equal(
        "PinCheckListKind", Assert.Throws<PinningException>(() => Read("list.txt", "x")).Fault.Id);

    [Theory]
    [InlineData("localhost", 1, 0)]
    [InlineData("#localhost", 0, 0)]
    [InlineData("", 1, 1)]
    public void A_row_is_read_passed_over_or_has_a_problem(string host, int rows, int problems)
    {
        var reader = new CheckRowReader(_folder.Path, hasStore: true, isWanted: null);

        CheckRow? row = reader.Read(new ListRow([CsvList.Cell("HostName", host)]), 1);

        Assert.Equal(rows, row is null ? 0 : 1);
        Assert.Equal(problems, row?.Problems.Count ?? 0);
    }

    [Theory]
    [InlineData("www.example", "", "", "", "", "www.example:443")]
    [InlineData("WWW.Example.", "8443", "", "", "", "www.example:8443")]
    [InlineData("ldaps://www.example", "", "", "", "", "www.example:636")]
    [InlineData("mail.example", "", "Smtp", "", "", "mail.example:25+smtp")]
    [InlineData("www.example", "", "None", "", "", "www.example:443")]
    [InlineData("www.example", "", "", "Other.Example", "", "www.example:443#other.example")]
    [InlineData("www.example", "", "Imap", "o.example", "192.0.2.1", "www.example:143+imap#o.example@192.0.2.1")]
    [InlineData("::1", "", "", "", "", "[::1]:443")]
    [InlineData("b\u00fccher.example", "", "", "", "", "xn--bcher-kva.example:443")]
    public void An_endpoint_has_one_key(
        string host, string port, string startTls, string serverName, string address, string key)
    {
        var reader = new CheckRowReader(_folder.Path, hasStore: true, isWanted: null);
        CheckRow row = reader.Read(
            new ListRow(
            [
                CsvList.Cell("HostName", host), CsvList.Cell("Port", port), CsvList.Cell("StartTls", startTls),
                CsvList.Cell("ServerName", serverName), CsvList.Cell("Address", address),
            ]),
            1)!;

        Assert.Equal(key, CheckKey.Of(row, CheckEndpoint.Locate(row, null).AsPortSpeaks()));
    }

    [Fact]
    public void Damaged_comments_and_strings_end_in_a_fault_and_never_in_an_exception()
    {
        var random = new Random(16);
        const string Seed = "/* a */ [{\"HostName\": \"a\\\"//b\", // x\n \"Pin\": [\"b\",], }, null,] // end";
        for (int i = 0; i < 3000; i++)
        {
            string text = Seed.Remove(random.Next(Seed.Length), 1).Insert(random.Next(Seed.Length - 1), "\"*/,\\]{"[random.Next(7)].ToString());
            try
            {
                Assert.NotNull(JsonList.Read(text, "x"));
            }
            catch (PinningException)
            {
                // Told.
            }
        }
    }
}
