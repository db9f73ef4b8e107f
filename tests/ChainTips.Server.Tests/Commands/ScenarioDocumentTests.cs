using System.Globalization;
using System.Text;
using ChainTips.Server.Simulation.Scenarios;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Commands;

/// <summary>The page of the scenarios is the one that the code prints.</summary>
internal sealed class ScenarioDocumentTests
{
    private const string Update = "CHAINTIPS_UPDATE";

    private const string Head =
        """
        # Payments and failures, made to happen

        `chaintips simulate NAME` makes something happen for real on a local chain, says what the gateway made of it line by line, and ends with status 1 if that is not what stands here. Against
        `scripts/dev`, which prints the values:

            export CHAINTIPS_KEY=...
            scripts/chaintips simulate under --server http://127.0.0.1:PORT --rpc http://127.0.0.1:PORT

        `--deployment FILE` names the file with the addresses of the local contracts, `contracts/deployments/31337.json` without it; `--payer N` the account that pays. The end-to-end tests play every one of them.

        | name | what happens | what the gateway makes of it |
        | --- | --- | --- |
        | `tip` | A creator, a post, a request and its payment by the contract. | Credited, settled, with a receipt that verifies. |

        """;

    [Test]
    public async Task The_committed_page_is_the_printed_one()
    {
        StringBuilder page = new(Head.ReplaceLineEndings("\n"));
        foreach (Scenario scenario in ScenarioTable.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{scenario.Name}` | {scenario.Summary} | {scenario.Outcome} |\n");
        }

        string file = Path.Combine(Checkout.Root, "docs", "simulations.md");
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            await File.WriteAllTextAsync(file, page.ToString());
        }

        Assert.That(File.Exists(file), Is.True, $"{file} is missing. Run this test with {Update}=1 to write it.");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(page.ToString()), $"The scenarios changed. Run this test with {Update}=1 and commit {file}.");
    }
}
