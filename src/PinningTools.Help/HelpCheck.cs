using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Help;

/// <summary>Cmdlets, pages and documentation comments must cover each other.</summary>
internal static class HelpCheck
{
    internal static void Run(
        IReadOnlyList<CmdletShape> cmdlets, IReadOnlyDictionary<string, Page> pages, DocComments docs, string folder,
        Problems problems)
    {
        foreach (CmdletShape cmdlet in cmdlets)
        {
            string file = Path.Combine(folder, cmdlet.Name + ".md");
            if (!pages.TryGetValue(cmdlet.Name, out Page? page))
                problems.Add(Problems.PageMissing, file, 1,
                    $"The cmdlet {cmdlet.Name} has no help page. Write this file.");
            else if (page.Synopsis.Count == 0 && docs.Summary(cmdlet.Type).Count == 0)
                problems.Add(Problems.SummaryMissing, file, 1,
                    $"{cmdlet.Name} has neither a ## Synopsis nor a summary on {cmdlet.Type.Name}.");
            foreach (ParameterShape parameter in cmdlet.Parameters
                .Where(parameter => docs.Summary(parameter.Property).Count == 0))
            {
                problems.Add(
                    Problems.SummaryMissing, file, 1,
                    $"-{parameter.Name} of {cmdlet.Name} has no help: write a <summary> on "
                        + $"{parameter.Property.DeclaringType!.Name}.{parameter.Name}.");
            }
        }

        foreach (Page page in pages.Values.Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.Name)))
            problems.Add(Problems.CmdletMissing, page.File, 1,
                $"There is no cmdlet {page.Name}. Remove or rename the page.");
    }
}
