using System.Globalization;
using System.Text;
using ChainTips.Relaying;

namespace ChainTips.Tests.Relaying;

/// <summary>The table of states in <c>docs/relaying.md</c> is the one that the code has.</summary>
internal sealed class RelayDocumentTests
{
    private const string Update = "CHAINTIPS_UPDATE";
    private const string Begin = "<!-- states: printed from RelayStateTable by the tests -->\n";
    private const string End = "<!-- end -->";

    [Test]
    public async Task The_committed_table_is_the_printed_one()
    {
        string file = Path.Combine(FindRoot(), "docs", "relaying.md");
        string page = await File.ReadAllTextAsync(file);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        string printed = string.Concat(page.AsSpan(0, begin), Print(), page.AsSpan(page.IndexOf(End, begin, StringComparison.Ordinal)));
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            await File.WriteAllTextAsync(file, printed);
            page = printed;
        }

        Assert.That(page, Is.EqualTo(printed), $"The states changed. If that is meant, run this test with {Update}=1, look at the difference of {file} and commit it.");
    }

    private static string Print()
    {
        RelayStatus[] statuses = Enum.GetValues<RelayStatus>();
        StringBuilder table = new();
        table.Append("\n| fact | ").AppendJoin(" | ", statuses.Select(NameOf)).Append(" |\n|").Insert(table.Length, " --- |", statuses.Length + 1).Append('\n');
        List<string> reasons = [];
        foreach (RelayFact fact in Enum.GetValues<RelayFact>())
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{fact}` | ").AppendJoin(" | ", statuses.Select(status => Cell(RelayStateTable.Find(status, fact), reasons))).Append(" |\n");
        }

        table.Append('\n').AppendJoin("; ", reasons.Select((reason, i) => $"{i + 1}: {reason}")).Append(".\n\n");
        return table.ToString();
    }

    private static string Cell(RelayTransition transition, List<string> reasons)
    {
        if (transition is RelayTransition.Leads leads)
        {
            return NameOf(leads.Status);
        }

        string reason = ((RelayTransition.Impossible)transition).Reason;
        if (!reasons.Contains(reason))
        {
            reasons.Add(reason);
        }

        return string.Create(CultureInfo.InvariantCulture, $"no ({reasons.IndexOf(reason) + 1})");
    }

    private static string NameOf(RelayStatus status) => $"`{status.ToString().ToLowerInvariant()}`";

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
    }
}
