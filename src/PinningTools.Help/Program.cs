using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Help;

/// <summary>Writes the MAML help of an assembly's cmdlets; what is missing for it is an error of the build.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [string assembly, string pages, string output])
        {
            Console.Error.WriteLine("usage: PinningTools.Help ASSEMBLY FOLDER-OF-PAGES OUTPUT");
            return 2;
        }

        var problems = new Problems();
        DocComments docs = DocComments.Beside(assembly);
        IReadOnlyList<CmdletShape> cmdlets = CmdletReader.ReadAssembly(assembly);
        IReadOnlyDictionary<string, Page> found = PageReader.ReadFolder(pages, problems);
        HelpCheck.Run(cmdlets, found, docs, pages, problems);
        foreach (string problem in problems.Lines) Console.WriteLine(problem);
        if (problems.Lines.Count > 0) return 1;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        new MamlWriter(docs).Write([.. cmdlets.Select(cmdlet => (cmdlet, found[cmdlet.Name]))], output);
        return 0;
    }
}
