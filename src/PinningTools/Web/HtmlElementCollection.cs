using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;

namespace PinningTools;

/// <summary>Elements of an HTML page with their attributes as properties.</summary>
public sealed class HtmlElementCollection : ReadOnlyCollection<PSObject>
{
    internal HtmlElementCollection(IList<PSObject> elements)
        : base(elements)
    {
    }

    /// <summary>The element with an id or, failing that, a name.</summary>
    /// <param name="nameOrId">The id or name.</param>
    public PSObject? Find(string nameOrId) => FindById(nameOrId) ?? FindByName(nameOrId);

    /// <summary>The element with an id.</summary>
    /// <param name="id">The id.</param>
    public PSObject? FindById(string id) => FindBy("id", id);

    /// <summary>The element with a name.</summary>
    /// <param name="name">The name.</param>
    public PSObject? FindByName(string name) => FindBy("name", name);

    private PSObject? FindBy(string attribute, string value) =>
        this.FirstOrDefault(
            element => string.Equals(element.Properties[attribute]?.Value as string, value, StringComparison.Ordinal));
}
