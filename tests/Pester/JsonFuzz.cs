using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text;

namespace PinningTools.Testing
{
    /// <summary>Compares the module's reader of JSON with PowerShell's: random texts, most of them nearly JSON.</summary>
    public sealed class JsonFuzz
    {
        private delegate bool DirectReader(ReadOnlySpan<byte> json, Func<bool> isStopped, out object value);

        private delegate object EngineReader(string text, out ErrorRecord error);

        private static readonly string[] s_strings =
        {
            "", "a", "A", "id", "Id", "PSObject", "psobject", "PSTypeNames", "PSBase", "PSAdapted", "PSExtended", "Count",
            "Length", "ToString", "pstypenames ", "$ref", "$type", "$id", "$values", "__proto__", "\\u0061", "\\ud800",
            "\\udc00", "\\ud83d\\ude00", "\\ud83d", "\u00fc", "\u0131", "\u0130", "i", "I", "\u017f", "s", "\u212a", "k",
            "\\n\\t\\\"\\\\\\/\\b\\f\\r", "\\u0000", "\ufeff", "\u2028", "\u00a0", "\\x41", "\\'", "\t",
            "2020-01-01T00:00:00Z", "2020-01-01T00:00:00", "2020-01-01T00:00:00+02:00", "2020-01-01T24:00:00Z",
            "2020-02-30T00:00:00Z", "2020-01-01T00:00:00.1234567Z", "2020-01-01T00:00:00.123456789123Z", "2020-01-01",
            "2020-01-01T00:00:00z", "2020-01-01T00:00:00-0230", "2020-01-01T00:00:00+14:00", "2020-01-01T00:00", "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2020-1-01T00:00:00Z  ",
            "\u0662\u0660\u0662\u0660-01-01T00:00:00Z", "1234567890T234567890", "1\\u003234567890T00:00:00Z", "2020-01-01\\u005400:00:00Z",
            "/Date(0)/", "/Date(-1)/", "/Date(1e3)/", "/Date(1234567890000+0200)/", "/Date(99999999999999999)/", "\\/Date(0)\\/",
            "/Date()/", "/Date(x)/", "/date(0)/", "/Date(0)", "NaN", "Infinity", "null", "true", "6F9619FF-8B86-D011-B42D-00CF4FC964FF",
            "http://x/", "abcdefghijklmnopqrstuvwxyz", "some words that are long enough to be read on their own", "<meta charset=utf-7>",
        };

        private static readonly string[] s_numbers =
        {
            "0", "-0", "1", "-1", "1024", "1025", "-16", "-17", "00", "01", "-01", "0x10", "010", "1.", ".5", "-.5", "+1", "1e5", "1E+5",
            "1e-5", "0e0", "-0.0", "-0e1", "0.1", "1.0", "1.10", "9007199254740993", "9223372036854775807", "9223372036854775808",
            "-9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "1e308", "1e309", "-1e400", "4.9e-324",
            "2.5e-324", "1e-400", "0.30000000000000004", "179769313486231570000000000000000000000", "2.2250738585072011e-308",
            "NaN", "Infinity", "-Infinity", "undefined", "1_0", "1n", "0b1", "1.2.3", "1e", "--1", "\u0661",
        };

        private static readonly string[] s_space = { "", "", "", " ", "\n", "\r\n", "\t", "\u00a0", "\f", "\v", "/* c */", "// c\n", "\0", "\ufeff" };

        private readonly DirectReader _direct;
        private readonly EngineReader _engine;
        private readonly Random _random;

        public JsonFuzz(Type direct, Type engine, int seed)
        {
            _direct = (DirectReader)direct.GetMethod("TryRead", BindingFlags.Static | BindingFlags.NonPublic)
                .CreateDelegate(typeof(DirectReader));
            _engine = (EngineReader)engine.GetMethod(
                "ConvertFromJson", new[] { typeof(string), typeof(ErrorRecord).MakeByRefType() }).CreateDelegate(typeof(EngineReader));
            _random = new Random(seed);
        }

        /// <summary>How many texts the module read by itself.</summary>
        public int ReadDirectly { get; private set; }

        /// <summary>The first text of a number of random ones that the readers read in different ways; or null.</summary>
        public string Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                string text = Next();
                string difference = Compare(Encoding.UTF8.GetBytes(text));
                if (difference != null) return difference + ": " + text;
            }

            return null;
        }

        /// <summary>Null if the module leaves the text to PowerShell, or reads it as PowerShell does.</summary>
        public string Compare(byte[] json)
        {
            object ours;
            if (!_direct(json, () => false, out ours)) return null;
            ReadDirectly++;
            ErrorRecord error;
            object theirs;
            try
            {
                theirs = _engine(Encoding.UTF8.GetString(json), out error);
            }
            catch (Exception thrown)
            {
                return "only PowerShell refuses it (" + thrown.Message + ")";
            }

            return error != null ? "only PowerShell refuses it (" + error + ")" : Difference(ours, theirs, "$");
        }

        /// <summary>Whether the module reads a text without PowerShell.</summary>
        public bool IsDirect(string text)
        {
            object ignored;
            return _direct(Encoding.UTF8.GetBytes(text), () => false, out ignored);
        }

        /// <summary>Whether the reader ends when the user has stopped the command.</summary>
        public bool Stops(string text)
        {
            object ignored;
            try
            {
                _direct(Encoding.UTF8.GetBytes(text), () => true, out ignored);
                return false;
            }
            catch (PipelineStoppedException)
            {
                return true;
            }
        }

        public static string Difference(object ours, object theirs, string at)
        {
            if (ours == null || theirs == null) return ours == theirs ? null : at + " is null in one";
            if (ours.GetType() != theirs.GetType()) return at + " is " + ours.GetType() + ", not " + theirs.GetType();
            if (ours is object[] list)
            {
                var other = (object[])theirs;
                if (list.Length != other.Length) return at + " has another length";
                return list.Select((one, i) => Difference(one, other[i], at + "[" + i + "]")).FirstOrDefault(one => one != null);
            }

            if (ours is PSObject shell)
            {
                var other = (PSObject)theirs;
                if (shell.BaseObject.GetType() != other.BaseObject.GetType()) return at + " wraps something else";
                if (!shell.TypeNames.SequenceEqual(other.TypeNames)) return at + " has other type names";
                PSPropertyInfo[] members = shell.Properties.ToArray(), others = other.Properties.ToArray();
                if (!members.Select(one => one.Name + one.MemberType + one.IsInstance).SequenceEqual(others.Select(one => one.Name + one.MemberType + one.IsInstance)))
                    return at + " has other members";
                return members.Select((one, i) => Difference(one.Value, others[i].Value, at + "." + one.Name)).FirstOrDefault(one => one != null);
            }

            if (ours is double number)
                return BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits((double)theirs) ? null : at + " is another number";
            if (ours is DateTime date)
                return date.Ticks == ((DateTime)theirs).Ticks && date.Kind == ((DateTime)theirs).Kind ? null : at + " is another time";
            return ours.Equals(theirs) ? null : at + " is " + ours + ", not " + theirs;
        }

        private string Next()
        {
            var text = new StringBuilder();
            bool isWild = _random.Next(3) == 0;
            Value(text, _random.Next(6), isWild);
            if (isWild && _random.Next(3) == 0) text.Append(Pick(s_space)).Append(Pick(new[] { ",", "]", "1", "{}", ";" }));
            if (isWild && _random.Next(3) == 0) text[_random.Next(text.Length)] = (char)_random.Next(128);
            if (isWild && _random.Next(4) == 0) text.Length = _random.Next(text.Length + 1);
            return text.ToString();
        }

        private void Value(StringBuilder text, int depth, bool isWild)
        {
            if (isWild) text.Append(Pick(s_space));
            int kind = depth > 0 ? _random.Next(8) : 3 + _random.Next(5);
            if (kind < 3) Group(text, depth, isWild, kind != 0);
            else if (kind < 5) Quoted(text, isWild);
            else if (kind < 7) text.Append(isWild ? Pick(s_numbers) : _random.Next(2) == 0 ? Pick(s_numbers.Take(6)) : _random.NextDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            else text.Append(Pick(isWild ? new[] { "true", "false", "null", "True", "nul", "undefined", "new Date(1)" } : new[] { "true", "false", "null" }));
            if (isWild) text.Append(Pick(s_space));
        }

        private void Group(StringBuilder text, int depth, bool isWild, bool isObject)
        {
            text.Append(isObject ? '{' : '[');
            int count = _random.Next(12) == 0 ? _random.Next(90) : _random.Next(6);
            for (int i = 0; i < count; i++)
            {
                if (i > 0) text.Append(',');
                if (isObject)
                {
                    if (_random.Next(isWild ? 2 : 20) == 0) Quoted(text, isWild);
                    else text.Append("\"m").Append(_random.Next(20) == 0 ? _random.Next(4) : i).Append('"');
                    text.Append(':');
                }

                Value(text, count > 12 ? 0 : depth - 1, isWild);
            }

            if (isWild && _random.Next(12) == 0) text.Append(',');
            text.Append(isObject ? '}' : ']');
        }

        private void Quoted(StringBuilder text, bool isWild)
        {
            char quote = isWild && _random.Next(20) == 0 ? '\'' : '"';
            text.Append(quote).Append(_random.Next(4) == 0 ? Date() : Pick(s_strings));
            if (_random.Next(4) == 0) text.Append(Pick(s_strings));
            text.Append(quote);
        }

        /// <summary>Something like a date: most parts within what they may be, some beyond, and some cut off.</summary>
        private string Date()
        {
            string text = Part(_random.Next(3) == 0 ? 10000 : 2100, 4) + "-" + Part(14, 2) + "-" + Part(33, 2) + "T" + Part(25, 2)
                + ":" + Part(61, 2) + ":" + Part(61, 2);
            if (_random.Next(2) == 0) text += "." + Part(100000000, _random.Next(10));
            text += Pick(new[] { "", "Z", "z", " ", "+" + Part(16, 2) + ":" + Part(61, 2), "-" + Part(16, 2) + ":" + Part(61, 2), "+" + Part(24, 2), "-0230" });
            if (_random.Next(8) == 0) text = text.Remove(_random.Next(text.Length), 1);
            return text;
        }

        private string Part(int below, int digits)
        {
            return _random.Next(below).ToString().PadLeft(digits, '0');
        }

        private string Pick(IEnumerable<string> from)
        {
            string[] all = from as string[] ?? from.ToArray();
            return all[_random.Next(all.Length)];
        }
    }
}
