using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace PinningTools.Tests.Shape;

public sealed class FormatTests
{
    private static readonly XElement[] s_views =
        [.. XDocument.Load(Path.Combine(BuiltModule.Root, "src", "Module", "PinningTools.Format.ps1xml"))
            .Descendants("View")];

    [Fact]
    public void Every_view_has_one_name_of_its_own_and_one_control()
    {
        Assert.All(s_views, view => Assert.Single(view.Elements("Name")));
        Assert.All(s_views, view => Assert.Single(view.Elements(), element =>
            element.Name.LocalName.EndsWith("Control", System.StringComparison.Ordinal)));
        Assert.Distinct(s_views.Select(view => (string)view.Element("Name")!));
    }

    [Fact]
    public void Every_property_of_a_view_is_one_of_its_type()
    {
        foreach (XElement view in s_views)
        {
            string name = (string)view.Descendants("TypeName").First();
            // Functions make their objects in script: those have no type to ask.
            if (BuiltModule.Core.GetType(name) is not { } type) continue;
            Assert.All(view.Descendants("PropertyName"), property => Assert.NotNull(PropertyOf(type, property.Value)));
        }
    }

    /// <summary>A property of the type itself, or of an interface, which PowerShell shows as a member, too.</summary>
    private static System.Reflection.PropertyInfo? PropertyOf(System.Type type, string name) =>
        type.GetProperty(name) ?? type.GetInterfaces().Select(one => one.GetProperty(name)).FirstOrDefault(one => one is not null);
}
